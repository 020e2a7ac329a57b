import { useEffect, useRef } from 'preact/hooks';
import type { UnitCode } from '../api/studies.ts';
import { useCodebook } from '../lesson/useCodebook.ts';
import type { Item } from '../model/coding.ts';
import { CodeShape } from '../parts/CodeBadge.tsx';
import { formatClock } from '../text/format.ts';
import { lessonText } from '../text/lesson.ts';
import { studiesText } from '../text/studies.ts';

const text = studiesText.coding;

interface CodingListProps {
  readonly items: readonly Item[];
  readonly current: Item | undefined;
  /** Rises with each step by key, after which the current one comes into sight. */
  readonly seeks: number;
  readonly onPlay: (item: Item) => void;
}

/** Every question with the coder's own code. */
export function CodingList({ items, current, seeks, onPlay }: CodingListProps) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (seeks > 0) list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [seeks, current?.key]);
  return (
    <ol class="coding-list" ref={list}>
      {items.map((item) => (
        <li key={item.key}>
          <button
            type="button"
            class="coding-row"
            {...(item.key === current?.key ? { 'aria-current': 'true' as const } : {})}
            onClick={(event) => {
              onPlay(item);
              // Keys speak of the question then, not of this button.
              if (event.detail > 0) event.currentTarget.blur();
            }}
          >
            <span class="numbers soft">{formatClock(item.start)}</span>
            <span>{item.text}</span>
            <CodeInWords code={item.code} />
          </button>
        </li>
      ))}
    </ol>
  );
}

interface CodeInWordsProps {
  readonly code: Pick<UnitCode, 'label' | 'subtype' | 'askedBy'> | undefined;
  /** What it means that there is no code. */
  readonly none?: string;
}

/** A coder's code: label, subtype and who asked, or that there is none. */
export function CodeInWords({ code, none = text.uncoded }: CodeInWordsProps) {
  const { nameOf } = useCodebook();
  if (code === undefined) return <span class="coding-code soft">{none}</span>;
  const finer = [
    ...(code.subtype === undefined ? [] : [nameOf(code.subtype)]),
    ...(code.askedBy === undefined ? [] : [lessonText.askedBy.names[code.askedBy]]),
  ].join(', ');
  return (
    <span class="coding-code">
      {code.label === 'none' ? (
        text.labels.none
      ) : (
        <span class={`code ${code.label.toLowerCase()}`}>
          <CodeShape label={code.label} />
          {text.labels[code.label]}
        </span>
      )}
      {finer === '' ? null : <span class="small soft">{finer}</span>}
    </span>
  );
}
