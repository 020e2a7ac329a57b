import type { Segment, Span, Turn } from '../lessons/transcript.ts';

/** To be told by, a turn is neither a mere sound nor a speech. Seconds. */
const goodLength = { least: 1.2, most: 8 };
/** How many are kept: three to hear, the others to know a voice again after another analysis. */
const most = 12;

/**
 * The turns by which a voice is told best, the best first: those in which nobody else speaks, whose words were
 * understood, and which are neither short nor long.
 */
export function clearTurns(speaker: number, turns: readonly Turn[], segments: readonly Segment[]): Span[] {
  const others = turns.filter((turn) => turn.speaker !== speaker);
  return turns
    .filter((turn) => turn.speaker === speaker)
    .map((turn) => ({ turn, worth: worthOf(turn, others, segments) }))
    .sort((a, b) => b.worth - a.worth || a.turn.start - b.turn.start)
    .slice(0, most)
    .map(({ turn: { start, end } }) => ({ start, end }));
}

function worthOf({ start, end }: Turn, others: readonly Turn[], segments: readonly Segment[]): number {
  const meets = (span: Span) => span.start < end && span.end > start;
  const alone = others.some(meets) ? 0 : 4;
  const said = segments.filter(meets);
  const clear = said.length > 0 && said.every(({ heard = 'clear' }) => heard === 'clear') ? 2 : 0;
  const length = end - start;
  const good = length >= goodLength.least && length <= goodLength.most ? 1 : 0;
  return alone + clear + good + Math.min(length, goodLength.most) / (2 * goodLength.most);
}
