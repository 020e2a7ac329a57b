import type { Segment, Span, Transcript, Turn } from '../lessons/transcript.ts';
import { type Said, speakerNow } from './saidVoices.ts';

/** A transcript in which everybody says what people say that they do: in its pieces, words and turns. */
export function correctedSpeakers<T extends Pick<Transcript, 'segments' | 'speakers'>>(
  transcript: T,
  said: readonly Said[],
): T {
  const { speakers } = transcript;
  if (said.length === 0 || speakers === undefined) return transcript;
  const segments = transcript.segments.map((segment) => spoken(segment, said));
  return { ...transcript, segments, speakers: { ...speakers, turns: correctedTurns(speakers.turns, said) } };
}

function spoken<S extends Segment>(segment: S, said: readonly Said[]): S {
  const now = <P extends Pick<Segment, 'start' | 'end' | 'speaker' | 'speakerMargin'>>(part: P): P => {
    const speaker = speakerNow(part, part.speaker ?? null, said);
    if (speaker === (part.speaker ?? null)) return part;
    const { speakerMargin: _, ...rest } = part;
    // All but the margin, which was another voice's, is as it was.
    return { ...rest, speaker } as P;
  };
  return { ...now(segment), ...(segment.words === undefined ? {} : { words: segment.words.map(now) }) };
}

/** Turns with what people said done to them, in order of beginning; turns of one voice that touch are one. */
export function correctedTurns(turns: readonly Turn[], said: readonly Said[]): Turn[] {
  const done = said.reduce<readonly Turn[]>((before, one) => {
    if (one.kind === 'given')
      return before.map((turn) => (one.from.includes(turn.speaker) ? { ...turn, speaker: one.to } : turn));
    const { spans, speaker } = one;
    const kept = turnsWithout(before, spans);
    return speaker === null ? kept : [...kept, ...spans.map(({ start, end }) => ({ start, end, speaker }))];
  }, turns);
  return united(done);
}

/** What is left of turns beside some spans, in any order. */
export function turnsWithout(turns: readonly Turn[], spans: readonly Span[]): Turn[] {
  return spans.reduce<Turn[]>(
    (parts, { start, end }) =>
      parts.flatMap((part) => {
        if (end <= part.start || start >= part.end) return [part];
        return [
          { ...part, end: start },
          { ...part, start: end },
        ].filter((piece) => piece.end > piece.start);
      }),
    [...turns],
  );
}

function united(turns: readonly Turn[]): Turn[] {
  const inOrder = (some: readonly Turn[]) => some.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const last = new Map<number, Turn>();
  const found: Turn[] = [];
  for (const turn of inOrder(turns)) {
    const before = last.get(turn.speaker);
    if (before !== undefined && turn.start <= before.end) before.end = Math.max(before.end, turn.end);
    else {
      const own = { ...turn };
      last.set(turn.speaker, own);
      found.push(own);
    }
  }
  return found;
}
