import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { WaveformResponse } from '../../api/review.ts';
import { codeOf, type Question } from '../../model/code.ts';
import { columnsOf, following, isWhole, movedTo, questionAt, timeAt, wholeOf, xOf, zoomed } from '../../model/view.ts';
import { Button } from '../../parts/Button.tsx';
import { CodeBadge } from '../../parts/CodeBadge.tsx';
import { useColours } from '../../parts/colours.ts';
import { common } from '../../text/common.ts';
import { formatClock } from '../../text/format.ts';
import { lessonText } from '../../text/lesson.ts';
import type { Player } from '../player.ts';
import { drawTimeline, type Tongue } from './draw.ts';
import { type Lane, Lanes } from './Lanes.tsx';
import { Overview } from './Overview.tsx';
import { useDrawing, useWidth } from './useCanvas.ts';

interface TimelineProps {
  readonly player: Player;
  readonly duration: number;
  readonly questions: readonly Question[];
  readonly shown: ReadonlySet<string>;
  /** The question that the keys speak of. */
  readonly current: Question | undefined;
  /** What is said in another language than the lesson's. */
  readonly tongues: readonly Tongue[];
  readonly waveform: WaveformResponse | null | undefined;
  /** Who speaks when, by role; none where voices were not told apart. */
  readonly lanes: readonly Lane[];
  readonly onQuestion: (question: Question) => void;
  /** A stretch that was drawn with Shift: a question that was missed. Seconds. */
  readonly onMark: (span: Span) => void;
  /** New borders of the current question, one of which was dragged. Seconds. */
  readonly onBorders: (question: Question, span: Span) => void;
}

type Span = Pick<Question, 'start' | 'end'>;

interface Drag {
  readonly what: 'view' | 'mark' | 'start' | 'end';
  readonly x: number;
  readonly from: number;
  moved: boolean;
}

/** As near as this to a border, in pixels, it is the border that is dragged. */
const grip = 6;
const shortest = 0.1;

const height = 112;
const zoomStep = 2;
/** Where a tip may stand without leaving the timeline, in per cent of its width. */
const tipRange = [12, 88] as const;
const noPeaks: readonly number[] = [];

/** The lesson from left to right: its sound, its questions as regions with their waits, and where the video is. */
export function Timeline(props: TimelineProps) {
  const { player, duration, questions, shown, current, tongues, waveform, lanes, onQuestion, onMark, onBorders } =
    props;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const cursor = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(() => wholeOf(duration));
  const [pointed, setPointed] = useState<Question>();
  const [marked, setMarked] = useState<Span>();
  const drag = useRef<Drag | undefined>(undefined);
  const width = useWidth(frame);
  const colours = useColours();
  const peaks = waveform?.peaks ?? noPeaks;
  const columns = useMemo(
    () => (peaks.length === 0 ? new Uint8Array() : columnsOf(peaks, waveform?.peaksPerSecond ?? 1, view, width)),
    [peaks, view, width],
  );
  const drawing = { width, height, view, questions, shown, current: current?.id, tongues, columns, colours };
  useDrawing(canvas, width, height, (context) => drawTimeline(context, drawing), [
    view,
    questions,
    shown,
    current?.id,
    tongues,
    columns,
    colours,
  ]);

  // The cursor moves with each picture, without rendering anything.
  const place = useRef({ view, width, last: player.time() });
  place.current = { ...place.current, view, width };
  useEffect(() => {
    const move = (seconds: number) => {
      const { view: now, width: wide, last } = place.current;
      const x = xOf(seconds, now, wide);
      cursor.current?.style.setProperty('transform', `translateX(${x}px)`);
      cursor.current?.toggleAttribute('hidden', x < 0 || x > wide);
      if (Math.floor(seconds) !== Math.floor(last)) tellTime(seconds);
      const ranOut = last >= now.from && last <= now.to;
      if (ranOut || Math.abs(seconds - last) > 1.5) setView((before) => following(before, seconds, duration));
      place.current.last = seconds;
    };
    const tellTime = (seconds: number) => frame.current?.setAttribute('aria-valuenow', String(Math.floor(seconds)));
    move(player.time());
    tellTime(player.time());
    return player.follow(move);
  }, [player, duration, view, width]);

  const zoom = (factor: number, at = player.time()) => setView((now) => zoomed(now, factor, at, duration));
  const xIn = (event: MouseEvent) => event.clientX - (frame.current?.getBoundingClientRect().left ?? 0);
  const under = (event: MouseEvent) => questions[questionAt(questions, xIn(event), view, width)];
  const timeOf = (event: MouseEvent) => Math.min(duration, Math.max(0, timeAt(xIn(event), view, width)));
  const whatAt = (event: PointerEvent): Drag['what'] => {
    if (event.shiftKey) return 'mark';
    // A finger moves the view; it has the buttons for borders.
    if (current === undefined || event.pointerType === 'touch') return 'view';
    const x = xIn(event);
    if (Math.abs(x - xOf(current.end, view, width)) <= grip) return 'end';
    return Math.abs(x - xOf(current.start, view, width)) <= grip ? 'start' : 'view';
  };
  const spanOf = (dragged: Drag, event: PointerEvent): Span => {
    const now = timeOf(event);
    if (dragged.what === 'mark' || current === undefined)
      return { start: Math.min(dragged.from, now), end: Math.max(dragged.from, now) };
    return dragged.what === 'start'
      ? { start: Math.min(now, current.end - shortest), end: current.end }
      : { start: current.start, end: Math.max(now, current.start + shortest) };
  };
  const press = (event: PointerEvent) => {
    const what = whatAt(event);
    drag.current = { what, x: event.clientX, from: what === 'view' ? view.from : timeOf(event), moved: false };
    frame.current?.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const dragged = drag.current;
    if (dragged === undefined) {
      setPointed(under(event));
      return;
    }
    const by = event.clientX - dragged.x;
    if (Math.abs(by) < (dragged.what === 'view' ? 6 : 2) && !dragged.moved) return;
    dragged.moved = true;
    setPointed(undefined);
    if (dragged.what !== 'view') return setMarked(spanOf(dragged, event));
    const from = dragged.from - (by / Math.max(1, width)) * (view.to - view.from);
    setView((now) => movedTo(from, now, duration));
  };
  const release = (event: PointerEvent) => {
    const dragged = drag.current;
    drag.current = undefined;
    setMarked(undefined);
    if (dragged === undefined) return;
    if (dragged.moved) {
      if (dragged.what === 'view') return;
      const span = spanOf(dragged, event);
      const rounded = { start: Math.round(span.start * 100) / 100, end: Math.round(span.end * 100) / 100 };
      if (dragged.what === 'mark') onMark(rounded);
      else if (current !== undefined) onBorders(current, rounded);
      return;
    }
    const hit = under(event);
    if (hit === undefined) player.seek(timeAt(xIn(event), view, width));
    else onQuestion(hit);
  };
  const wheel = (event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.25 : 0.8, timeAt(xIn(event), view, width));
    } else if (event.deltaX !== 0 && !isWhole(view, duration)) {
      event.preventDefault();
      const by = (event.deltaX / Math.max(1, width)) * (view.to - view.from);
      setView((now) => movedTo(now.from + by, now, duration));
    }
  };
  const number = current === undefined ? 0 : questions.indexOf(current) + 1;
  const valueText = [
    lessonText.timeline.at({ time: formatClock(player.time()), duration: formatClock(duration) }),
    ...(current === undefined
      ? []
      : [
          lessonText.timeline.atQuestion({
            number,
            count: questions.length,
            code: common.codes[codeOf(current).label].long,
            text: current.text,
          }),
        ]),
  ].join(', ');
  return (
    <section class="timeline card" aria-label={lessonText.timeline.name}>
      <div class="timeline-tools">
        <ul class="legend">
          <li>
            <CodeBadge label="OEQ" />
          </li>
          <li>
            <CodeBadge label="CEQ" />
          </li>
          <li>
            <span class="hatch" aria-hidden="true" />
            {lessonText.timeline.legend.wait}
          </li>
          {tongues.length === 0 ? null : (
            <li>
              <span class="tongue" aria-hidden="true" />
              {lessonText.timeline.legend.language}
            </li>
          )}
        </ul>
        <p class="timeline-time numbers">
          <Clock player={player} /> / {formatClock(duration)}
        </p>
        <div class="timeline-zoom">
          <Button compact onClick={() => zoom(1 / zoomStep)} disabled={isWhole(view, duration)}>
            {lessonText.timeline.zoomOut}
          </Button>
          <Button compact onClick={() => zoom(zoomStep)}>
            {lessonText.timeline.zoomIn}
          </Button>
        </div>
      </div>
      <div
        ref={frame}
        class="timeline-frame"
        role="slider"
        tabIndex={0}
        aria-label={lessonText.timeline.name}
        aria-description={lessonText.timeline.hint}
        aria-valuemin={0}
        aria-valuenow={Math.floor(player.time())}
        aria-valuemax={Math.ceil(duration)}
        aria-valuetext={valueText}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={release}
        onPointerCancel={() => {
          drag.current = undefined;
          setMarked(undefined);
        }}
        onPointerLeave={() => setPointed(undefined)}
        onWheel={wheel}
      >
        <canvas ref={canvas} class="timeline-canvas" />
        {marked === undefined ? null : (
          <div
            class="timeline-marked"
            style={{
              left: `${xOf(marked.start, view, width)}px`,
              width: `${xOf(marked.end, view, width) - xOf(marked.start, view, width)}px`,
            }}
          />
        )}
        <div ref={cursor} class="timeline-cursor" />
        {pointed === undefined ? null : <Tip question={pointed} x={xOf(pointed.start, view, width)} width={width} />}
      </div>
      <Lanes lanes={lanes} view={view} width={width} colours={colours} />
      <Overview
        drawing={drawing}
        duration={duration}
        onMove={(from) => setView((now) => movedTo(from, now, duration))}
      />
    </section>
  );
}

function Tip({ question, x, width }: { question: Question; x: number; width: number }) {
  const share = (x / Math.max(1, width)) * 100;
  return (
    <div class="timeline-tip" style={{ left: `${Math.min(Math.max(share, tipRange[0]), tipRange[1])}%` }}>
      <span class="numbers">{formatClock(question.start)}</span> <CodeBadge label={codeOf(question).label} />{' '}
      {question.text}
    </div>
  );
}

function Clock({ player }: { player: Player }) {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const tell = (seconds: number) => {
      const clock = formatClock(seconds);
      if (text.current !== null && text.current.textContent !== clock) text.current.textContent = clock;
    };
    tell(player.time());
    return player.follow(tell);
  }, [player]);
  return <span ref={text} />;
}
