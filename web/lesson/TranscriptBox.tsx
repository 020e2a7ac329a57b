import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Transcript } from '../api/review.ts';
import type { Question } from '../model/code.ts';
import { codesOfLines } from '../model/transcriptMarks.ts';
import { whoOfLines } from '../model/voices.ts';
import { Button } from '../parts/Button.tsx';
import { common } from '../text/common.ts';
import { language } from '../text/language.ts';
import { lessonText } from '../text/lesson.ts';
import { voicesText } from '../text/voices.ts';
import { type Player, useBegun } from './player.ts';
import { TranscriptLines } from './TranscriptLines.tsx';
import { TranscriptSearch } from './TranscriptSearch.tsx';
import { useChosen } from './useChosen.ts';
import { useFollow } from './useFollow.ts';
import { piecesOf, useGrowing } from './useGrowing.ts';
import { useTranscriptSearch } from './useTranscriptSearch.ts';

type Line = Transcript['segments'][number];
const pieceSize = 25;
const noLines: readonly Line[] = [];
const nobody: ReadonlyMap<number, string> = new Map();

/** To which line a key leads. */
const steps: Readonly<Record<string, (from: number, last: number) => number>> = {
  ArrowDown: (from, last) => Math.min(last, from + 1),
  ArrowUp: (from) => Math.max(0, from - 1),
  Home: () => 0,
  End: (_, last) => last,
};

interface TranscriptBoxProps {
  readonly transcript: Transcript | undefined;
  /** In order of time: their codes are marked in the lines. */
  readonly questions: readonly Question[];
  /** What each voice is called; absent where that is not to be seen. */
  readonly voices?: ReadonlyMap<number, string>;
  readonly player: Player;
  /** Names are hidden: lines are not corrected then. */
  readonly masked?: boolean;
  /** Asks for the right words of a line; absent where lines are not corrected. */
  readonly onEdit?: (line: number) => void;
  /** Asks who says some lines, from one on; absent where that is not corrected. */
  readonly onWho?: (line: number, count: number) => void;
  /** Lines that the mouse was drawn over, the first and the last. */
  readonly onMark: (from: Line, to: Line) => void;
}

/**
 * What was said, line by line; the line of the moment is marked and scrolls along until the person scrolls. Drawn over
 * with the mouse, lines become a question that was missed. For the tabulator it is one stop: arrow keys go among the lines.
 * Lines are chosen by a click or an arrow with Shift: who says them is then said of all.
 */
export function TranscriptBox(props: TranscriptBoxProps) {
  const { transcript, questions, voices = nobody, player, masked = false, onEdit, onWho, onMark } = props;
  const lines = transcript?.segments ?? noLines;
  const frame = useRef<HTMLElement>(null);
  const follow = useFollow(frame);
  const current = useBegun(player, lines);
  const pieces = useMemo(() => piecesOf(lines, pieceSize), [lines]);
  const codes = useMemo(() => piecesOf(codesOfLines(lines, questions), pieceSize), [lines, questions]);
  const who = useMemo(() => piecesOf(whoOfLines(lines, voices), pieceSize), [lines, voices]);
  const grown = useGrowing(pieces.length, 4);
  const search = useTranscriptSearch(lines);
  const [focused, setFocused] = useState<number>();
  const { chosen, chooseTo, chooseNone } = useChosen(frame, lines, grown);
  const clicked = useRef<number | undefined>(undefined);
  const stop = Math.min(focused ?? Math.max(0, current), lines.length - 1);
  const within = (index: number, line: number) =>
    line >= index * pieceSize && line < (index + 1) * pieceSize ? line : -1;
  useEffect(() => {
    const box = frame.current;
    const line = box?.querySelector<HTMLElement>(`[data-line="${current}"]`);
    if (!follow.following || !box || !line) return;
    // Only the box scrolls, never the page around it.
    const place = line.getBoundingClientRect();
    const around = box.getBoundingClientRect();
    if (place.top < around.top + 24 || place.bottom > around.bottom - 48)
      box.scrollTop += place.top - around.top - around.height / 3;
  }, [current, follow.following, grown]);
  const drawn = useRef<{ from: number; to: number } | undefined>(undefined);
  const lineOf = (event: Event) => {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-line]') : null;
    return line === null ? undefined : Number(line.dataset.line);
  };
  const show = () => {
    const { from = 0, to = -1 } = drawn.current ?? {};
    const [first, last] = from === to ? [0, -1] : [Math.min(from, to), Math.max(from, to)];
    for (const line of frame.current?.querySelectorAll<HTMLElement>('[data-line]') ?? [])
      line.toggleAttribute('data-marked', Number(line.dataset.line) >= first && Number(line.dataset.line) <= last);
  };
  const press = (event: PointerEvent) => {
    const line = lineOf(event);
    // A finger scrolls.
    if (event.pointerType !== 'touch' && event.button === 0 && line !== undefined && !event.shiftKey)
      drawn.current = { from: line, to: line };
  };
  const move = (event: PointerEvent) => {
    const line = lineOf(event);
    if (drawn.current === undefined || line === undefined || line === drawn.current.to) return;
    drawn.current.to = line;
    show();
  };
  const release = () => {
    const { from, to } = drawn.current ?? { from: 0, to: 0 };
    drawn.current = undefined;
    show();
    const [first, last] = [lines[Math.min(from, to)], lines[Math.max(from, to)]];
    if (from !== to && first !== undefined && last !== undefined) onMark(first, last);
  };
  const step = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith('Page')) follow.set(false);
    if (event.key === 'Escape') chooseNone();
    const from = lineOf(event);
    const to = from === undefined ? undefined : steps[event.key]?.(from, lines.length - 1);
    const line = to === undefined ? null : frame.current?.querySelector<HTMLElement>(`[data-line="${to}"]`);
    if (!line) return;
    event.preventDefault();
    follow.set(false);
    if (event.shiftKey && from !== undefined && to !== undefined) chooseTo(to, from);
    else chooseNone();
    line.focus();
  };
  const click = (event: MouseEvent) => {
    const line = lineOf(event);
    if (line === undefined) return;
    if (!event.shiftKey) {
      clicked.current = line;
      return chooseNone();
    }
    chooseTo(line, clicked.current ?? Math.max(0, current));
    // It chooses, and plays nothing.
    event.stopPropagation();
    event.preventDefault();
  };
  const [first, count] = chosen ?? [current, 1];
  const find = (way: 1 | -1) => {
    const line = lines[search.step(way, Math.max(0, current)) ?? -1];
    if (line === undefined) return;
    player.seek(line.start);
    follow.set(true);
  };
  return (
    <div class="transcript card">
      <div class="transcript-head">
        <h2 id="transcript-title">{lessonText.transcript.title}</h2>
        <TranscriptSearch {...search} onWords={search.set} onStep={find} />
        {onEdit === undefined ? null : (
          <Button compact look="quiet" icon="edit" disabled={masked || current < 0} onClick={() => onEdit(current)}>
            {lessonText.transcript.edit}
          </Button>
        )}
        {onWho === undefined || voices.size === 0 ? null : (
          <Button
            compact
            look="quiet"
            disabled={first < 0}
            onClick={() => {
              chooseNone();
              onWho(first, count);
            }}
          >
            {count > 1 ? voicesText.line.openChosen({ count }) : voicesText.line.open}
          </Button>
        )}
        <p class="unseen" role="status">
          {chosen === undefined ? '' : voicesText.line.chosen({ count })}
        </p>
      </div>
      <section
        ref={frame}
        class="transcript-box"
        aria-labelledby="transcript-title"
        onKeyDown={step}
        onClickCapture={click}
        onFocusIn={(event) => setFocused(lineOf(event))}
        onFocusOut={() => setFocused(undefined)}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={release}
        onPointerLeave={() => {
          drawn.current = undefined;
          show();
        }}
      >
        {transcript === undefined ? <p class="soft">{common.loading}</p> : null}
        {transcript !== undefined && lines.length === 0 ? <p class="soft">{lessonText.transcript.none}</p> : null}
        {pieces.slice(0, grown).map((piece, index) => (
          <TranscriptLines
            key={index}
            lines={piece}
            codes={codes[index] ?? []}
            who={who[index] ?? []}
            language={language()}
            first={index * pieceSize}
            current={within(index, current)}
            stop={within(index, stop)}
            finder={search.finder}
            player={player}
            onSeek={() => follow.set(true)}
          />
        ))}
      </section>
      {follow.following ? null : (
        <Button compact look="primary" onClick={() => follow.set(true)}>
          {lessonText.transcript.follow}
        </Button>
      )}
    </div>
  );
}
