import type { Segment, Span } from '../lessons/transcript.ts';
import type { VoiceWindow } from './findVoices.ts';
import { type Said, speakerNow } from './saidVoices.ts';
import { meanOf } from './vectors.ts';
import { attribution, likeWindows } from './whose.ts';

/** An utterance that is another voice's, by what people said of others. */
export interface TaughtChange extends Span {
  /** Whose it is now; null where nobody can tell. */
  readonly from: number | null;
  readonly to: number;
  /** By how much it is more like that voice than like the next one: a difference of cosines. */
  readonly margin: number;
}

export interface Taught {
  /** How many utterances people have said whose they are. */
  readonly examples: number;
  /** The surest first. */
  readonly changes: readonly TaughtChange[];
}

/** What people said counts as much as so many windows that the machine told. */
const exampleWeight = 3;
/** Between two voices nearer than this nothing is changed. */
const leastMargin = 0.05;
/** Mostly it settles in two or three. */
const mostRounds = 10;

/**
 * What follows for a lesson's other utterances from those of which people said who speaks: k-means whose clusters begin
 * at the voices as they now are, and in which what people said stays as they said it (constrained k-means). Only voices
 * that somebody gave an utterance to gain others.
 * @param windows of the lesson, in order of time
 * @param segments as they now are, with who says them
 */
export function teach(windows: readonly VoiceWindow[], segments: readonly Segment[], said: readonly Said[]): Taught {
  const examples = windows.map((window) => speakerNow(window, null, said));
  const taught = new Set(examples.filter((speaker) => speaker !== null));
  const isSaid = segments.map((segment) => said.some((one) => one.kind === 'spoken' && covers(one.spans, segment)));
  const open = segments.filter((_, at) => !isSaid[at]);
  const places = windows.map((window) => placeOf(window, open));
  let changes: readonly (TaughtChange | null)[] = open.map(() => null);
  for (let round = 0; round < mostRounds && taught.size > 0; round += 1) {
    const speakers = open.map(({ speaker = null }, at) => changes[at]?.to ?? speaker);
    const whose = attributionOf(
      windows,
      examples,
      places.map((place) => speakers[place] ?? null),
    );
    const next = open.map(({ start, end, speaker: from = null }): TaughtChange | null => {
      const found = whose({ start, end });
      if (found === null || found.margin < leastMargin || found.voice === from || !taught.has(found.voice)) return null;
      return { start, end, from, to: found.voice, margin: Math.round(found.margin * 1000) / 1000 };
    });
    const isSettled = next.every((change, at) => change?.to === changes[at]?.to);
    changes = next;
    if (isSettled) break;
  }
  return {
    examples: isSaid.filter(Boolean).length,
    changes: changes.filter((change) => change !== null).sort((a, b) => b.margin - a.margin || a.start - b.start),
  };
}

function covers(spans: readonly Span[], { start, end }: Span): boolean {
  const shared = spans.reduce(
    (sum, span) => sum + Math.max(0, Math.min(span.end, end) - Math.max(span.start, start)),
    0,
  );
  return shared > (end - start) / 2;
}

/** Whose a stretch is, by voices whose centres are the means of their windows. */
function attributionOf(
  windows: readonly VoiceWindow[],
  examples: readonly (number | null)[],
  told: readonly (number | null)[],
): (span: Span) => { voice: number; margin: number } | null {
  const members = new Map<number, { vector: Float32Array; count: number }[]>();
  for (const [at, window] of windows.entries()) {
    const example = examples[at] ?? null;
    const speaker = example ?? told[at] ?? null;
    if (speaker === null) continue;
    const own = members.get(speaker) ?? [];
    own.push({ vector: window.vector, count: example === null ? 1 : exampleWeight });
    members.set(speaker, own);
  }
  const voices = [...members].flatMap(([speaker, own]) => {
    const centre = meanOf(
      own.map(({ vector }) => vector),
      own.map(({ count }) => count),
    );
    return centre === null ? [] : [{ speaker, centre, windows: own.length }];
  });
  const { whose } = attribution(likeWindows(windows, voices));
  return (span) => {
    const found = whose(span);
    const voice = found === null ? undefined : voices[found.voice];
    return found === null || voice === undefined ? null : { voice: voice.speaker, margin: found.margin };
  };
}

/** The place of the segment in which the middle of a window lies; -1 where there is none. */
function placeOf({ start, end }: Span, segments: readonly Span[]): number {
  const middle = (start + end) / 2;
  return segments.findIndex((segment) => segment.start <= middle && segment.end > middle);
}
