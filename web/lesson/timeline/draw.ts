import { codeOf, type Question } from '../../model/code.ts';
import { ticksOf, type View, waitEnd, xOf } from '../../model/view.ts';
import type { Colours } from '../../parts/colours.ts';
import { formatClock } from '../../text/format.ts';

/** A stretch in another language than the lesson's, in seconds. */
export interface Tongue {
  readonly start: number;
  readonly end: number;
  readonly language?: string;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly view: View;
  readonly questions: readonly Question[];
  /** Ids of those that the filter lets through. */
  readonly shown: ReadonlySet<string>;
  readonly current: string | undefined;
  readonly tongues: readonly Tongue[];
  /** Loudness for each pixel, 0 to 100; empty where it is not known. */
  readonly columns: Uint8Array;
  readonly colours: Colours;
}

/** Heights, in pixels: open questions have their marks above the waveform, closed ones below, times under all. */
const lane = 26;
const ticks = 18;
const mark = 6;
const roomForCode = 16;

/** Draws all of a timeline but its cursor. Only what is in view costs anything. */
export function drawTimeline(context: CanvasRenderingContext2D, drawing: Drawing): void {
  const { width, height, colours } = drawing;
  context.clearRect(0, 0, width, height);
  const bottom = height - ticks;
  drawTicks(context, drawing, bottom);
  const inView = drawing.questions.filter(
    (question) =>
      question.rejected !== true && waitEnd(question) >= drawing.view.from && question.start <= drawing.view.to,
  );
  // The current one last, so that it lies on top.
  const order = inView.toSorted((a, b) => Number(a.id === drawing.current) - Number(b.id === drawing.current));
  for (const question of order) drawBand(context, drawing, question, bottom);
  drawWaveform(context, drawing, bottom, colours.wave);
  for (const question of order) drawMark(context, drawing, question, bottom);
  drawTongues(context, drawing, bottom);
}

/** A line above the times, and which language it is where there is room. */
function drawTongues(context: CanvasRenderingContext2D, drawing: Drawing, bottom: number): void {
  const { view, width, colours, tongues } = drawing;
  context.fillStyle = colours.inkSoft;
  context.font = `10px ${colours.font}`;
  context.textBaseline = 'bottom';
  for (const { start, end, language } of tongues) {
    if (end < view.from || start > view.to) continue;
    const left = xOf(start, view, width);
    const wide = Math.max(2, xOf(end, view, width) - left);
    context.fillRect(left, bottom - 3, wide, 3);
    if (language !== undefined && language !== 'und' && wide > roomForCode)
      context.fillText(language, left + 1, bottom - 3);
  }
}

function drawTicks(context: CanvasRenderingContext2D, { view, width, colours }: Drawing, bottom: number): void {
  context.font = `12px ${colours.font}`;
  context.textBaseline = 'bottom';
  for (const tick of ticksOf(view, width)) {
    const x = Math.round(xOf(tick, view, width));
    context.fillStyle = colours.line;
    context.fillRect(x, 0, 1, bottom + 4);
    context.fillStyle = colours.inkSoft;
    const text = formatClock(tick);
    const wide = context.measureText(text).width;
    context.fillText(text, Math.min(Math.max(0, x - wide / 2), width - wide), bottom + ticks);
  }
}

function drawWaveform(context: CanvasRenderingContext2D, drawing: Drawing, bottom: number, colour: string): void {
  const middle = bottom / 2;
  const reach = middle - lane - 2;
  context.fillStyle = colour;
  context.beginPath();
  for (const [x, peak] of drawing.columns.entries()) {
    const half = Math.max(0.5, (peak / 100) * reach);
    context.rect(x, middle - half, 1, half * 2);
  }
  context.fill();
}

const placeOf = ({ view, width }: Drawing, question: Question) => {
  const left = xOf(question.start, view, width);
  return {
    left,
    right: Math.max(left + 3, xOf(question.end, view, width)),
    waited: xOf(waitEnd(question), view, width),
  };
};

/** A question's span: filled for open, outlined for closed; its wait hatched. */
function drawBand(context: CanvasRenderingContext2D, drawing: Drawing, question: Question, bottom: number): void {
  const { colours, current, shown } = drawing;
  const { left, right, waited } = placeOf(drawing, question);
  const open = codeOf(question).label === 'OEQ';
  const top = open ? lane / 2 : lane;
  const tall = bottom - lane * 1.5;
  context.globalAlpha = shown.has(question.id) ? 1 : 0.25;
  if (waited > right) {
    context.fillStyle = colours.hatch(context, open);
    context.fillRect(right, top, waited - right, tall);
  }
  if (open) {
    context.fillStyle = colours.oeqSoft;
    context.fillRect(left, top, right - left, tall);
    context.fillStyle = colours.oeq;
    context.fillRect(left, top, 2, tall);
  } else {
    context.strokeStyle = colours.ceq;
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, top + 0.5, Math.max(2, right - left - 1), tall - 1);
  }
  if (question.id === current) {
    context.strokeStyle = open ? colours.oeq : colours.ceq;
    context.lineWidth = 2.5;
    context.strokeRect(left, top, right - left, tall);
  }
  context.globalAlpha = 1;
}

/** The code's sign: a filled circle above for open, a hollow square below for closed. */
function drawMark(context: CanvasRenderingContext2D, drawing: Drawing, question: Question, bottom: number): void {
  const { colours, current, shown } = drawing;
  const { left } = placeOf(drawing, question);
  const size = question.id === current ? mark + 2 : mark;
  context.globalAlpha = shown.has(question.id) ? 1 : 0.25;
  if (codeOf(question).label === 'OEQ') {
    context.fillStyle = colours.oeq;
    context.beginPath();
    context.arc(left + 1, lane / 2, size, 0, Math.PI * 2);
    context.fill();
  } else {
    context.fillStyle = colours.card;
    context.strokeStyle = colours.ceq;
    context.lineWidth = 2.5;
    context.beginPath();
    context.rect(left + 1 - size + 1, bottom - lane / 2 - size + 1, size * 2 - 2, size * 2 - 2);
    context.fill();
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** The whole lesson in one strip, with a frame around what the timeline shows. */
export function drawOverview(context: CanvasRenderingContext2D, drawing: Drawing, frame: View): void {
  const { width, height, view, questions, colours } = drawing;
  context.clearRect(0, 0, width, height);
  for (const question of questions) {
    const open = codeOf(question).label === 'OEQ';
    context.globalAlpha = drawing.shown.has(question.id) ? 1 : 0.25;
    context.fillStyle = open ? colours.oeq : colours.ceq;
    context.fillRect(xOf(question.start, view, width), open ? 2 : height / 2 + 1, 2, height / 2 - 3);
  }
  context.globalAlpha = 1;
  const left = xOf(frame.from, view, width);
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  context.strokeRect(left + 1, 1, Math.max(4, xOf(frame.to, view, width) - left - 2), height - 2);
}
