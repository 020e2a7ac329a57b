import { useRef } from 'preact/hooks';
import { timeAt, wholeOf } from '../../model/view.ts';
import { type Drawing, drawOverview } from './draw.ts';
import { useDrawing, useWidth } from './useCanvas.ts';

interface OverviewProps {
  readonly drawing: Drawing;
  readonly duration: number;
  readonly onMove: (from: number) => void;
}

const height = 22;
/** Shorter lessons fit into the timeline as they are. Seconds. */
const long = 300;

/** The whole of a long lesson below its timeline. For the pointer alone: keys move the timeline by seeking. */
export function Overview({ drawing, duration, onMove }: OverviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const whole = wholeOf(duration);
  const { view } = drawing;
  useDrawing(
    canvas,
    width,
    height,
    (context) => drawOverview(context, { ...drawing, width, height, view: whole }, view),
    [view, drawing.questions, drawing.shown, drawing.colours],
  );
  const go = (event: PointerEvent) => {
    const left = frame.current?.getBoundingClientRect().left ?? 0;
    onMove(timeAt(event.clientX - left, whole, width) - (view.to - view.from) / 2);
  };
  if (duration < long) return null;
  return (
    <div
      ref={frame}
      class="timeline-overview"
      aria-hidden="true"
      onPointerDown={(event) => {
        frame.current?.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons > 0) go(event);
      }}
    >
      <canvas ref={canvas} class="timeline-canvas" />
    </div>
  );
}
