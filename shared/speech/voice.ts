import type { Span, VoiceFrom } from '../lessons/transcript.ts';

/** A chunk of the sound and what the network heard in it; `speech` in seconds from its start, null where it could not be asked. */
interface HeardChunk extends Span {
  readonly speech: readonly Span[] | null;
}

/** Where anybody speaks in a lesson, and who says so. */
export interface Voice {
  readonly voice: Span[];
  readonly voiceFrom: VoiceFrom;
}

// A voice that goes on over a cut between two chunks is one; borders are known to a frame of 17 ms.
const cutSlackSeconds = 0.04;

/**
 * Where anybody speaks, in video time and in order: as the network heard it in each chunk, and where it could not be
 * asked, as loudness has it; loudness near a border sharpens it. Nobody else decides this.
 * @param loud where it is as loud as a voice is, in video time
 */
export function voiceOf(chunks: readonly HeardChunk[], loud: readonly Span[]): Voice {
  const edges = { starts: loud.map(({ start }) => start), ends: loud.map(({ end }) => end) };
  const spans = chunks.flatMap(({ start, end, speech }) =>
    speech === null
      ? loud.flatMap((span) => clipped(span, start, end))
      : speech.flatMap((span) =>
          clipped(sharpened({ start: span.start + start, end: span.end + start }, edges), start, end),
        ),
  );
  const voice: Span[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    const last = voice.at(-1);
    if (last !== undefined && span.start - last.end <= cutSlackSeconds) last.end = Math.max(last.end, span.end);
    else voice.push(span);
  }
  const asked = chunks.filter(({ speech }) => speech !== null).length;
  return { voice, voiceFrom: asked === chunks.length ? 'network' : asked === 0 ? 'loudness' : 'both' };
}

// A network knows that somebody speaks, and to some 50 ms when; in a quiet room loudness knows that to 10 ms.
const sharpenSeconds = 0.16;

/** A voice with its borders where it becomes loud and quiet, where that is near. */
function sharpened({ start, end }: Span, { starts, ends }: Edges): Span {
  return { start: nearest(start, starts), end: nearest(end, ends) };
}

interface Edges {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

function nearest(at: number, times: readonly number[]): number {
  const near = times.filter((time) => Math.abs(time - at) < sharpenSeconds);
  return near.reduce((best, time) => (Math.abs(time - at) < Math.abs(best - at) ? time : best), near[0] ?? at);
}

function clipped(span: Span, start: number, end: number): Span[] {
  const part = { start: round(Math.max(span.start, start)), end: round(Math.min(span.end, end)) };
  return part.end > part.start ? [part] : [];
}

/** Seconds that a span shares with voice. */
export function voicedSeconds(span: Span, voice: readonly Span[]): number {
  return voice.reduce(
    (sum, part) => sum + Math.max(0, Math.min(span.end, part.end) - Math.max(span.start, part.start)),
    0,
  );
}

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
