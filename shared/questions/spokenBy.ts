import { type CodedQuestion, nextBySchema } from '../lessons/question.ts';
import type { LessonVoice } from '../lessons/speakers.ts';
import { nextByOf } from '../speakers/lessonVoices.ts';
import { type SaidVoices, speakerNow } from '../speakers/saidVoices.ts';

/** So much of what broke a silence tells whose it was, seconds from its beginning. */
const breaking = { from: 0.05, to: 0.4 };
/** The next speech and the next question are one where they begin within this of each other. Seconds. */
const sameMoment = 0.3;

/**
 * A question with who asked it and who spoke next, by whose voices people say these are. What a person said of the
 * question itself stands; so does what the machine proposed where nobody knows the voice.
 */
export function spokenBy(question: CodedQuestion, { voices, said }: SaidVoices): CodedQuestion {
  if (voices.length === 0) return question;
  const { waitTimeSeconds, next } = question;
  const speaker = speakerNow(question, question.speaker ?? null, said);
  const at = question.end + (waitTimeSeconds ?? 0);
  const isBroken = waitTimeSeconds !== null && (next === 'speech' || next === 'unheard');
  const broken = { start: at + breaking.from, end: at + breaking.to };
  const nextSpeaker = isBroken ? speakerNow(broken, question.nextSpeaker ?? null, said) : null;
  const voiceOf = (number: number | null) => voices.find((voice) => voice.speaker === number);
  const [asking, breaker] = [voiceOf(speaker), voiceOf(nextSpeaker)];
  const isOther = speaker !== (question.speaker ?? null);
  const isOtherNext = nextSpeaker !== (question.nextSpeaker ?? null);
  return {
    ...question,
    ...(asking === undefined && !isOther ? {} : { speaker: speaker ?? undefined, ...askedOf(question, asking) }),
    ...(breaker === undefined && !isOtherNext
      ? {}
      : { nextSpeaker: nextSpeaker ?? undefined, nextBy: nextByOf(breaker?.role ?? 'unknown') }),
  };
}

function askedOf(
  { askedByFrom }: CodedQuestion,
  voice: LessonVoice | undefined,
): Pick<CodedQuestion, 'askedBy' | 'askedByFrom'> | Record<string, never> {
  if (askedByFrom === 'person') return {};
  if (voice?.roleFrom === 'person') return { askedBy: voice.role, askedByFrom: 'roles' };
  if (voice === undefined || voice.role === 'unknown') return { askedBy: undefined, askedByFrom: undefined };
  return { askedBy: voice.role, askedByFrom: 'machine' };
}

/** Where a question follows another at once, and a person has said who asked it, that is who broke the silence. */
export function followedByAsker(question: CodedQuestion, following: CodedQuestion | undefined): CodedQuestion {
  const { end, waitTimeSeconds, next } = question;
  if (following?.askedByFrom !== 'person' || next !== 'speech' || waitTimeSeconds === null) return question;
  if (following.rejected === true || Math.abs(following.start - end - waitTimeSeconds) > sameMoment) return question;
  const asker = nextBySchema.safeParse(following.askedBy);
  return { ...question, nextBy: asker.success ? asker.data : undefined };
}
