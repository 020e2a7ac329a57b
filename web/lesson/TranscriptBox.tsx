import { Component } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Transcript } from '../api/review.ts';
import { Button } from '../parts/Button.tsx';
import { common } from '../text/common.ts';
import { formatClock } from '../text/format.ts';
import { lessonText } from '../text/lesson.ts';
import { type Player, useBegun } from './player.ts';
import { useFollow } from './useFollow.ts';
import { piecesOf, samePiece, useGrowing } from './useGrowing.ts';

type Line = Transcript['segments'][number];
const pieceSize = 25;
const noLines: readonly Line[] = [];

interface TranscriptBoxProps {
  readonly transcript: Transcript | undefined;
  readonly player: Player;
  /** Names are hidden: lines are not corrected then. */
  readonly masked: boolean;
  /** Asks for the right words of a line. */
  readonly onEdit: (line: number) => void;
  /** Lines that the mouse was drawn over, the first and the last. */
  readonly onMark: (from: Line, to: Line) => void;
}

/**
 * What was said, line by line; the line of the moment is marked and scrolls along until the person scrolls. Drawn over
 * with the mouse, lines become a question that was missed.
 */
export function TranscriptBox({ transcript, player, masked, onEdit, onMark }: TranscriptBoxProps) {
  const lines = transcript?.segments ?? noLines;
  const frame = useRef<HTMLElement>(null);
  const follow = useFollow(frame);
  const current = useBegun(player, lines);
  const pieces = useMemo(() => piecesOf(lines, pieceSize), [lines]);
  const grown = useGrowing(pieces.length, 4);
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
  const lineOf = (event: PointerEvent) => {
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
    if (event.pointerType !== 'touch' && event.button === 0 && line !== undefined)
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
  return (
    <div class="transcript card">
      <div class="transcript-head">
        <h2 id="transcript-title">{lessonText.transcript.title}</h2>
        <Button compact look="quiet" icon="edit" disabled={masked || current < 0} onClick={() => onEdit(current)}>
          {lessonText.transcript.edit}
        </Button>
      </div>
      <section
        ref={frame}
        class="transcript-box"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls has to be reachable by keyboard
        tabIndex={0}
        data-scrolls=""
        aria-labelledby="transcript-title"
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
          <Piece
            key={index}
            lines={piece}
            first={index * pieceSize}
            current={current >= index * pieceSize && current < (index + 1) * pieceSize ? current : -1}
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

interface PieceProps {
  readonly lines: readonly Line[];
  readonly first: number;
  readonly current: number;
  readonly player: Player;
  readonly onSeek: () => void;
}

/** Some lines; rendered again only when the line of the moment comes into them, moves in them or leaves them. */
class Piece extends Component<PieceProps> {
  override shouldComponentUpdate(next: PieceProps): boolean {
    return next.current !== this.props.current || !samePiece(next.lines, this.props.lines);
  }

  override render({ lines, first, current, player, onSeek }: PieceProps) {
    const rows = lines.map((line, index) => (
      <button
        key={line.start}
        type="button"
        class="line"
        data-line={first + index}
        {...(first + index === current ? { 'aria-current': 'true' as const } : {})}
        onClick={(event) => {
          player.seek(line.start);
          onSeek();
          if (event.detail > 0) event.currentTarget.blur();
        }}
      >
        <span class="line-time numbers">{formatClock(line.start)}</span>
        <span class={line.heard === undefined || line.heard === 'clear' ? '' : 'soft'}>
          {line.heard === 'doubtful' ? '[?] ' : ''}
          {line.text}
        </span>
      </button>
    ));
    return (
      <div class="lines" style={{ '--lines': lines.length }}>
        {rows}
      </div>
    );
  }
}
