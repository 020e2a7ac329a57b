import type { Metrics, Talk } from '../lessons/metrics.ts';
import type { CodedQuestion } from '../lessons/question.ts';
import type { LessonVoice, SpeakerRole } from '../lessons/speakers.ts';
import type { Span, Turn } from '../lessons/transcript.ts';
import { mergeSpans } from './spans.ts';
import { longestWaitSeconds } from './waitTime.ts';

/** Whoever goes on after a shorter pause, in which nobody else speaks, goes on with the same turn. */
const samePauseSeconds = 2;
/** The words' and the voices' borders of one answer differ by less. */
const answerSlackSeconds = 1;

type Role = Exclude<SpeakerRole, 'several'>;
type VoiceRole = Pick<LessonVoice, 'speaker' | 'role' | 'roleFrom'>;

/** A stretch in which one voice has the word, by its role. */
interface Stretch extends Span {
  readonly speaker: number;
  readonly role: Role;
}

/** A reader of roles for figures: one voice that stands for several people is nobody's. */
function roleReader(voices: readonly VoiceRole[]): (speaker: number) => Role {
  const roles = new Map(voices.map(({ speaker, role }) => [speaker, role]));
  return (speaker) => {
    const role = roles.get(speaker) ?? 'unknown';
    return role === 'several' ? 'unknown' : role;
  };
}

/**
 * Who talks how much in a lesson (docs/codebook.md).
 * @param turns in seconds from the video's start, in any order
 * @param voice where anybody speaks, of whom perhaps nobody knows who
 */
export function talkOf({ turns, voice, durationSeconds }: Heard, voices: readonly VoiceRole[]): Talk {
  const roleOf = roleReader(voices);
  const stretches = stretchesOf(turns, roleOf);
  const spansOf = (role: Role) => mergeSpans(turns.filter(({ speaker }) => roleOf(speaker) === role));
  const share = (seconds: number) => (durationSeconds > 0 ? Math.min(1, seconds / durationSeconds) : null);
  const part = (seconds: number) => ({ seconds: round(seconds), share: share(seconds) });
  const spoken = (role: Role) => ({
    ...part(lengthOf(spansOf(role))),
    turns: stretches.filter((stretch) => stretch.role === role).length,
  });
  const anybody = lengthOf(mergeSpans([...voice, ...turns]));
  const known = lengthOf(mergeSpans(turns.filter(({ speaker }) => roleOf(speaker) !== 'unknown')));
  const educators = stretches.filter(({ role }) => role === 'educator');
  return {
    from: voices.some(({ roleFrom }) => roleFrom === 'machine') ? 'machine' : 'person',
    educator: spoken('educator'),
    children: spoken('child'),
    adults: spoken('adult'),
    unknown: part(Math.max(0, anybody - known)),
    nobody: part(Math.max(0, durationSeconds - anybody)),
    longestEducatorSeconds: round(Math.max(0, ...educators.map(({ start, end }) => end - start))),
    childAfterChild: stretches.filter(({ role }, at) => role === 'child' && stretches[at - 1]?.role === 'child').length,
  };
}

interface Heard {
  readonly turns: readonly Turn[];
  readonly voice: readonly Span[];
  readonly durationSeconds: number;
}

/** Turns as people take them: what one voice says until another speaks, or it is silent for two seconds. */
function stretchesOf(turns: readonly Turn[], roleOf: (speaker: number) => Role): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { start, end, speaker } of turns.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = stretches.at(-1);
    if (last !== undefined && last.speaker === speaker && start - last.end <= samePauseSeconds)
      stretches[stretches.length - 1] = { ...last, end: Math.max(last.end, end) };
    else stretches.push({ start, end, speaker, role: roleOf(speaker) });
  }
  return stretches;
}

type Answered = Pick<CodedQuestion, 'end' | 'waitTimeSeconds' | 'nextBy'>;

/**
 * Wait time 2 (Rowe): after each question that a child answered, the seconds from the end of what children then say
 * until an educator or another adult speaks; 0 where they speak at once, at most 30. Questions of which nobody can tell
 * (an unknown voice comes between, the recording ends) have null. In the questions' order.
 */
export function waitsAfterAnswers(
  questions: readonly Answered[],
  turns: readonly Turn[],
  voices: readonly VoiceRole[],
): (number | null)[] {
  const roleOf = roleReader(voices);
  const inOrder = turns.toSorted((a, b) => a.start - b.start);
  return questions.map(({ end, waitTimeSeconds, nextBy }) =>
    nextBy !== 'child' || waitTimeSeconds === null ? null : waitAfterAnswer(end + waitTimeSeconds, inOrder, roleOf),
  );
}

function waitAfterAnswer(answered: number, turns: readonly Turn[], roleOf: (speaker: number) => Role): number | null {
  const first = turns.findIndex(
    ({ end, start, speaker }) => end > answered && start < answered + answerSlackSeconds && roleOf(speaker) === 'child',
  );
  const answer = turns[first];
  if (answer === undefined) return null;
  let until = answer.end;
  for (const { start, end, speaker } of turns.slice(first + 1)) {
    if (start - until >= longestWaitSeconds) return longestWaitSeconds;
    const role = roleOf(speaker);
    if (role === 'unknown') return null;
    if (role !== 'child') return round(Math.max(0, start - until));
    until = Math.max(until, end);
  }
  return null;
}

/** Of some questions, how many were followed by whom: only those of which that is known. */
export function followedBy(
  questions: readonly Pick<CodedQuestion, 'next' | 'nextBy'>[],
): Pick<Metrics, 'followedCount' | 'childAnsweredShare' | 'selfAnsweredShare'> {
  const known = questions.filter(({ next, nextBy }) => nextBy !== undefined || next === 'silence');
  const by = (who: CodedQuestion['nextBy']) =>
    known.length === 0 ? null : known.filter(({ nextBy }) => nextBy === who).length / known.length;
  return { followedCount: known.length, childAnsweredShare: by('child'), selfAnsweredShare: by('educator') };
}

const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, { start, end }) => sum + end - start, 0);
const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
