import type { Change, ReviewEvent } from '../lessons/reviewEvent.ts';
import { firstAddedVoice, type LessonVoice } from '../lessons/speakers.ts';
import type { Span } from '../lessons/transcript.ts';

/** What an analysis found of a lesson's voices, and which analysis that was. */
export interface FoundVoices {
  readonly analysis: string;
  readonly voices: readonly LessonVoice[];
}

/** Something that a person said of who speaks, in the voices that the lesson now has; done in their order. */
export type Said =
  | { readonly kind: 'spoken'; readonly spans: readonly Span[]; readonly speaker: number | null }
  | { readonly kind: 'given'; readonly from: readonly number[]; readonly to: number };

/** A lesson's voices as people have said whose they are. */
export interface SaidVoices {
  readonly voices: readonly LessonVoice[];
  readonly said: readonly Said[];
  /** Ids of events that name a voice which another analysis has no more. */
  readonly leftovers: readonly string[];
}

/** A voice is another analysis's voice when it shares this much of its time with that one's turns. */
const leastShared = 0.5;

/** A change of whose voices these are, or of who says what. */
export type VoiceChange = Extract<Change, { kind: 'voices' | 'spoken' | 'voice-given' | 'taught' }>;
const kinds: readonly Change['kind'][] = ['voices', 'spoken', 'voice-given', 'taught'] satisfies VoiceChange['kind'][];
export const isOfVoices = (change: Change): change is VoiceChange => kinds.includes(change.kind);

type SpeakerEvent = ReviewEvent & { readonly change: VoiceChange };
const isOfSpeakers = (event: ReviewEvent): event is SpeakerEvent => isOfVoices(event.change);

/**
 * A lesson's voices with what people said of them, the last word last. What was said of an earlier analysis's voices
 * is carried over by time: to each voice that mostly speaks where that one did.
 * @param effective events that were not undone, in their order
 */
export function saidVoices(found: FoundVoices, effective: readonly ReviewEvent[]): SaidVoices {
  const voices = new Map(found.voices.map((voice) => [voice.speaker, voice]));
  const said: Said[] = [];
  const leftovers: string[] = [];
  const shown = (speaker: number, role: LessonVoice['role'], label: string | undefined) => {
    const { label: _, ...voice } = voices.get(speaker) ?? { ...nobodys, speaker };
    voices.set(speaker, { ...voice, role, ...(label === undefined ? {} : { label }), roleFrom: 'person' });
  };
  for (const event of effective.filter(isOfSpeakers)) {
    const { change } = event;
    const now = (speaker: number) => carried(speaker, event, found, voices);
    const named = namedIn(change).map((speaker) => ({ speaker, now: now(speaker) }));
    if (named.some((one) => one.now.length === 0)) leftovers.push(event.id);
    if (change.kind === 'voices')
      for (const { speaker, role, label } of change.voices) for (const one of now(speaker)) shown(one, role, label);
    else if (change.kind === 'spoken') {
      const { speaker, role, spans } = change;
      if (speaker !== null && role !== undefined && speaker >= firstAddedVoice) shown(speaker, role, undefined);
      const [to] = speaker === null ? [null] : now(speaker);
      if (to !== undefined) said.push({ kind: 'spoken', spans, speaker: to });
    } else if (change.kind === 'taught') {
      for (const { speaker, spans } of change.given) {
        const [to] = now(speaker);
        if (to !== undefined) said.push({ kind: 'spoken', spans, speaker: to });
      }
    } else {
      const [to] = now(change.to);
      const from = now(change.speaker);
      if (to !== undefined && from.length > 0) said.push({ kind: 'given', from, to });
    }
  }
  return { voices: [...voices.values()], said, leftovers };
}

const nobodys = { seconds: 0, turns: 0, longestSeconds: 0, questions: 0, role: 'unknown', roleFrom: null } as const;

/** The voices that a change names. */
export function namedIn(change: SpeakerEvent['change']): number[] {
  if (change.kind === 'voices') return change.voices.map(({ speaker }) => speaker);
  if (change.kind === 'voice-given') return [change.speaker, change.to];
  if (change.kind === 'taught') return change.given.map(({ speaker }) => speaker);
  return change.speaker === null || change.role !== undefined ? [] : [change.speaker];
}

/** The same, of a lesson's voices as the newest analysis found them. */
export function carriedTo(speaker: number, event: Pick<ReviewEvent, 'heard'>, found: FoundVoices): number[] {
  return carried(speaker, event, found, new Map(found.voices.map((voice) => [voice.speaker, voice])));
}

/** The voices that a voice of an event is now; none where nobody speaks there any more. */
function carried(
  speaker: number,
  { heard }: Pick<ReviewEvent, 'heard'>,
  found: FoundVoices,
  voices: ReadonlyMap<number, LessonVoice>,
): number[] {
  // Voices that people added are no analysis's.
  if (speaker >= firstAddedVoice || heard === undefined || heard.analysis === found.analysis)
    return voices.has(speaker) || speaker >= firstAddedVoice ? [speaker] : [];
  const spans = heard.voices.find((voice) => voice.speaker === speaker)?.spans ?? [];
  return found.voices.flatMap((voice) => {
    const own = lengthOf(voice.spans ?? []);
    return own > 0 && sharedLength(voice.spans ?? [], spans) >= leastShared * own ? [voice.speaker] : [];
  });
}

/**
 * Whose a stretch of time is, when everything that people said is done to what the machine heard.
 * @param heard the voice that the machine has there; null where it has none
 */
export function speakerNow(span: Span, heard: number | null, said: readonly Said[]): number | null {
  let speaker = heard;
  for (const one of said) {
    if (one.kind === 'given') {
      if (speaker !== null && one.from.includes(speaker)) speaker = one.to;
    } else if (sharedLength([span], one.spans) > leastShared * (span.end - span.start)) speaker = one.speaker;
  }
  return speaker;
}

export const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);

function sharedLength(some: readonly Span[], others: readonly Span[]): number {
  return some.reduce(
    (sum, a) =>
      sum + others.reduce((own, b) => own + Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start)), 0),
    0,
  );
}
