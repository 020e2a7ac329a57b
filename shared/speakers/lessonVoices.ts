import type { NextBy } from '../lessons/question.ts';
import type { LessonVoice, SpeakerRole } from '../lessons/speakers.ts';
import type { Segment, Span, Transcript, Turn } from '../lessons/transcript.ts';
import { proposeRoles } from './proposeRoles.ts';

/** Who speaks a stretch of the transcript: the voice that has most of its words; null where nobody can tell. */
export function speakerOf(span: Span, segments: readonly Segment[]): number | null {
  const seconds = new Map<number, number>();
  for (const segment of segments) {
    if (segment.start >= span.end || segment.end <= span.start) continue;
    for (const { start, end, speaker } of segment.words ?? [segment]) {
      const shared = Math.min(end, span.end) - Math.max(start, span.start);
      if (shared > 0 && speaker != null) seconds.set(speaker, (seconds.get(speaker) ?? 0) + shared);
    }
  }
  const [most] = [...seconds].sort((a, b) => b[1] - a[1]);
  return most?.[0] ?? null;
}

/**
 * The voices of a lesson by how long they speak, with the roles that are proposed for them.
 * @param askers who asked each question
 */
export function lessonVoices(turns: readonly Turn[], askers: readonly (number | null)[]): LessonVoice[] {
  const numbers = [...new Set(turns.map(({ speaker }) => speaker))];
  const talk = numbers
    .map((speaker) => {
      const lengths = turns.flatMap((turn) => (turn.speaker === speaker ? [turn.end - turn.start] : []));
      return {
        speaker,
        seconds: round(lengths.reduce((sum, seconds) => sum + seconds, 0)),
        turns: lengths.length,
        longestSeconds: round(Math.max(...lengths)),
        questions: askers.filter((asker) => asker === speaker).length,
      };
    })
    .sort((a, b) => b.seconds - a.seconds || a.speaker - b.speaker);
  const roles = proposeRoles(talk);
  return talk.map((voice, at) => {
    const role = roles[at] ?? 'unknown';
    return { ...voice, role, roleFrom: role === 'unknown' ? null : 'machine' };
  });
}

/** A reader of roles by the voice's number; `unknown` of nobody's voice. */
export function roleReader(voices: readonly LessonVoice[]): (speaker: number | null) => SpeakerRole {
  const roles = new Map(voices.map(({ speaker, role }) => [speaker, role]));
  return (speaker) => (speaker === null ? 'unknown' : (roles.get(speaker) ?? 'unknown'));
}

/** A wait that ended: where the question ended, how long it was, and by what. */
interface EndedWait extends Span {
  readonly waitTimeSeconds: number | null;
  readonly next: 'speech' | 'unheard' | 'silence' | 'end';
}

/** Of a wait that a voice without words ended: so far into that voice one looks whose it is. */
const intoVoiceSeconds = 0.1;
/** Nobody answers in less. */
const tellingSeconds = 1;
/** So much of a wait filled with voices is no silence. */
const filledShare = 0.6;

/** The voice that broke the silence after a question; null where nobody did, or nobody can tell whose it is. */
export function breakerOf(
  { end, waitTimeSeconds, next }: EndedWait,
  { segments, voice }: Pick<Transcript, 'segments' | 'voice'>,
  turns: readonly Turn[],
): number | null {
  if (next === 'speech') {
    if (isFilled(end, end + (waitTimeSeconds ?? 0), voice)) return null;
    const words = segments.flatMap((segment) =>
      segment.heard === 'not-understood' ? [] : (segment.words ?? [segment]),
    );
    const next = words.find((word) => middle(word) > end);
    // Whoever was not understood before that may have been first.
    const unclear = segments.some(
      (segment) => segment.heard === 'not-understood' && middle(segment) > end && middle(segment) < (next?.start ?? 0),
    );
    return unclear ? null : (next?.speaker ?? null);
  }
  if (next !== 'unheard' || waitTimeSeconds === null) return null;
  const at = end + waitTimeSeconds + intoVoiceSeconds;
  return turns.find((turn) => turn.start <= at && turn.end > at)?.speaker ?? null;
}

/** Whether voices of which no word was understood go on through a wait: any of them may have been an answer. */
function isFilled(from: number, to: number, voice: readonly Span[]): boolean {
  if (to - from < tellingSeconds) return false;
  const filled = voice.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0);
  return filled > filledShare * (to - from);
}

/** A role as one who may have broken a silence. */
export function nextByOf(role: SpeakerRole): NextBy | undefined {
  return role === 'unknown' || role === 'several' ? undefined : role;
}

const middle = ({ start, end }: Span): number => (start + end) / 2;
const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
