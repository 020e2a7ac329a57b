import type { CodedQuestion } from '../lessons/question.ts';
import type { LessonVoice, SpeakerRole } from '../lessons/speakers.ts';
import type { Span, Transcript } from '../lessons/transcript.ts';
import { breakerOf, lessonVoices, nextByOf, roleReader, speakerOf } from './lessonVoices.ts';

type Waited = Span & Pick<CodedQuestion, 'waitTimeSeconds' | 'next'>;
type Asked = Pick<CodedQuestion, 'askedBy' | 'askedByFrom' | 'nextBy' | 'speaker' | 'nextSpeaker'>;

/**
 * Who asked each question, who broke the silence after it, and the lesson's voices with the roles that are proposed.
 * @param questions with their waits; the answer is in their order
 */
export function whoAsked(
  questions: readonly Waited[],
  transcript: Pick<Transcript, 'segments' | 'voice' | 'speakers'>,
): { readonly asked: readonly Asked[]; readonly voices: readonly LessonVoice[] } {
  const turns = transcript.speakers?.turns ?? [];
  const askers = questions.map((question) => speakerOf(question, transcript.segments));
  const voices = lessonVoices(turns, askers);
  const roleOf = roleReader(voices);
  const asked = questions.map((question, index): Asked => {
    const speaker = askers[index] ?? null;
    const nextSpeaker = breakerOf(question, transcript, turns);
    return {
      ...askedBy(roleOf(speaker)),
      nextBy: nextByOf(roleOf(nextSpeaker)),
      speaker: speaker ?? undefined,
      nextSpeaker: nextSpeaker ?? undefined,
    };
  });
  return { asked, voices };
}

/** As far as the voice's role tells; a proposal until a person says so. */
const askedBy = (role: SpeakerRole) => (role === 'unknown' ? {} : { askedBy: role, askedByFrom: 'machine' as const });
