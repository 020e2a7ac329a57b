import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface RowsProps<T> {
  readonly label: string;
  /** Names of the columns; the first is never left out on a narrow screen. */
  readonly columns: readonly string[];
  /** Widths, as a grid has them. */
  readonly widths: string;
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** A cell for each column. */
  readonly cells: (row: T) => readonly ComponentChildren[];
  readonly chosen?: string | undefined;
  readonly onChoose?: (row: T) => void;
  /** Stays at the end as rows come. */
  readonly follow?: boolean;
  /** Said where there is no row. */
  readonly empty: string;
}

const rowHeight = 34;
/** Rows beyond the visible ones, so that scrolling shows no gaps. */
const beyond = 12;

/** A list of any length: only the rows that can be seen are in the page. Arrow keys, Home, End and Enter choose. */
export function Rows<T>(props: RowsProps<T>) {
  const { rows, keyOf, columns, label, follow = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const [from, setFrom] = useState(0);
  const [height, setHeight] = useState(400);
  const [cursor, setCursor] = useState<string | undefined>(props.chosen);
  const at = rows.findIndex((row) => keyOf(row) === (cursor ?? props.chosen));

  // A list that is followed and shortened keeps its length: its last row's key says whether something came.
  const last = rows.length === 0 ? '' : keyOf(rows[rows.length - 1] as T);
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    setHeight(current.clientHeight);
    if (follow && last !== '') current.scrollTop = current.scrollHeight;
  }, [last, follow]);

  const move = (to: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (next === undefined || box.current === null) return;
    const index = rows.indexOf(next);
    const { scrollTop, clientHeight } = box.current;
    if (index * rowHeight < scrollTop) box.current.scrollTop = index * rowHeight;
    if ((index + 1) * rowHeight > scrollTop + clientHeight)
      box.current.scrollTop = (index + 1) * rowHeight - clientHeight;
    setCursor(keyOf(next));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(height / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter' && rows[at] !== undefined) props.onChoose?.(rows[at]);
    else return;
    event.preventDefault();
  };

  const first = Math.max(0, Math.min(from, rows.length - 1) - beyond);
  const seen = rows.slice(first, first + Math.ceil(height / rowHeight) + beyond * 2);
  const id = (index: number) => `${label.replaceAll(/\W/g, '-')}-${index}`;
  return (
    <div class="rows">
      <div class="row head" style={{ '--widths': props.widths }} aria-hidden="true">
        {columns.map((column) => (
          <span key={column}>{column}</span>
        ))}
      </div>
      {rows.length === 0 ? (
        <p class="empty">{props.empty}</p>
      ) : (
        <div
          class="window"
          ref={box}
          role="listbox"
          aria-label={label}
          tabIndex={0}
          aria-activedescendant={at >= first && at < first + seen.length ? id(at) : undefined}
          onKeyDown={onKeyDown}
          onScroll={({ currentTarget }) => {
            setFrom(Math.floor(currentTarget.scrollTop / rowHeight));
            setHeight(currentTarget.clientHeight);
          }}
        >
          <div class="spread" role="presentation" style={{ height: `${rows.length * rowHeight}px` }}>
            {seen.map((row, offset) => {
              const index = first + offset;
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys.
                // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names the option.
                <div
                  class={`row ${index === at ? 'at' : ''}`}
                  id={id(index)}
                  key={keyOf(row)}
                  role="option"
                  aria-selected={keyOf(row) === props.chosen}
                  aria-setsize={rows.length}
                  aria-posinset={index + 1}
                  style={{ '--widths': props.widths, top: `${index * rowHeight}px` }}
                  onClick={() => {
                    setCursor(keyOf(row));
                    props.onChoose?.(row);
                  }}
                >
                  {props.cells(row).map((cell, column) => (
                    <span key={columns[column]}>{cell}</span>
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      )}
    </div>
  );
}
