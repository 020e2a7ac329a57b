import type { NextBy } from '../../shared/lessons/question.ts';
import type { LessonVoice, SpeakerRole } from '../../shared/lessons/speakers.ts';
import type { Segment, Transcript } from '../../shared/lessons/transcript.ts';
import { mergeSpans } from '../../shared/questions/spans.ts';
import { talkOf } from '../../shared/questions/talk.ts';
import { compareWords, plainWords } from '../../speech/measure/wordErrors.ts';
import { roleOfSpeaker, type TrueQuestion, type Truth, type Turn } from '../rooms/lesson.ts';
import { type DiarizationError, diarizationError } from './diarizationError.ts';

/** Who says what in a lesson, as somebody believes. */
export interface Believed {
  readonly transcript: Transcript;
  readonly voices: readonly LessonVoice[];
  /** Each true question that was found, with who is said to have asked it, and to have broken the silence after it. */
  readonly asked: readonly (readonly [
    question: TrueQuestion,
    askedBy: string | undefined,
    nextBy: NextBy | undefined,
  ])[];
}

export interface MeasuredSpeakers {
  readonly error: DiarizationError;
  /** Of the turns of educator and children that were recognised: the mean of the two's F1, and how many of each. */
  readonly f1: number;
  readonly recognised: Readonly<Record<'educator' | 'child', number>>;
  /** Recognised turns of other adults, and of these, those that are called another adult's. */
  readonly adultTurns: number;
  readonly adultRight: number;
  readonly questions: number;
  readonly found: number;
  readonly askedRight: number;
  readonly nextRight: number;
  /** Of which it is not said who broke the silence. */
  readonly nextUntold: number;
  /** How far the educator's share of the lesson is off, and that of all others together. */
  readonly educatorTalkError: number;
  readonly othersTalkError: number;
}

/** How far a word may lie from the turn in which it was said. */
const slackSeconds = 0.6;

export function measureSpeakers(truth: Truth, { transcript, voices, asked }: Believed): MeasuredSpeakers {
  const turns = transcript.speakers?.turns ?? [];
  const roles = new Map(voices.map(({ speaker, role }) => [speaker, role]));
  const roleOf = (speaker: number | null | undefined) => roles.get(speaker ?? -1) ?? 'unknown';
  const all = truth.turns.flatMap((turn): [SpeakerRole, SpeakerRole][] => {
    const speaker = saidBy(turn, transcript.segments);
    return speaker === undefined ? [] : [[roleOfSpeaker(turn.speaker), roleOf(speaker)]];
  });
  const adults = all.filter(([real]) => real === 'adult');
  const recognised = all.filter(([real]) => real !== 'adult');
  const ofRole = (role: SpeakerRole) => recognised.filter(([real]) => real === role);
  const present = (['educator', 'child'] as const).filter((role) => ofRole(role).length > 0);
  return {
    error: diarizationError(
      truth.turns,
      turns.map((turn) => ({ ...turn, speaker: String(turn.speaker) })),
    ),
    f1: present.reduce((sum, role) => sum + f1Of(role, recognised), 0) / present.length,
    recognised: { educator: ofRole('educator').length, child: ofRole('child').length },
    adultTurns: adults.length,
    adultRight: adults.filter(([, said]) => said === 'adult').length,
    questions: truth.questions.length,
    found: asked.length,
    askedRight: asked.filter(([question, askedBy]) => question.askedBy === askedBy).length,
    nextRight: asked.filter(([question, , nextBy]) => (question.nextBy ?? undefined) === nextBy).length,
    nextUntold: asked.filter(([question, , nextBy]) => nextBy === undefined && question.nextBy !== null).length,
    ...talkErrors(truth, talkOf({ ...transcript, turns }, voices)),
  };
}

/** The voice that most of a turn's recognised words were given to; undefined where fewer than half were recognised. */
function saidBy({ text, start, end }: Turn, segments: readonly Segment[]): number | null | undefined {
  const said = plainWords(text);
  const near = segments
    .flatMap(({ words = [] }) => words)
    .filter(
      (word) =>
        (word.start + word.end) / 2 >= start - slackSeconds && (word.start + word.end) / 2 <= end + slackSeconds,
    )
    .flatMap((word) => plainWords(word.text).map((plain) => ({ plain, speaker: word.speaker ?? null })));
  const { heardAt } = compareWords(
    said,
    near.map(({ plain }) => plain),
  );
  const right = said.flatMap((word, at) => {
    const heard = near[heardAt[at] ?? -1];
    return heard?.plain === word ? [heard.speaker] : [];
  });
  if (right.length < said.length / 2) return undefined;
  const counts = new Map<number | null, number>();
  for (const speaker of right) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0];
}

function f1Of(role: SpeakerRole, turns: readonly (readonly [real: SpeakerRole, said: SpeakerRole])[]): number {
  const right = turns.filter(([real, said]) => real === role && said === role).length;
  const counted = turns.filter(([real]) => real === role).length + turns.filter(([, said]) => said === role).length;
  return (2 * right) / counted;
}

function talkErrors({ turns, durationSeconds }: Truth, { educator, children, adults }: ReturnType<typeof talkOf>) {
  const real = (of: (role: SpeakerRole) => boolean) =>
    mergeSpans(turns.filter(({ speaker }) => of(roleOfSpeaker(speaker)))).reduce(
      (sum, { start, end }) => sum + end - start,
      0,
    ) / durationSeconds;
  const others = (children.share ?? 0) + (adults.share ?? 0);
  return {
    educatorTalkError: Math.abs((educator.share ?? 0) - real((role) => role === 'educator')),
    othersTalkError: Math.abs(others - real((role) => role !== 'educator')),
  };
}

/** The same words, said all by one voice: what somebody believes who hears no voices. */
export function allBy(role: NextBy, { transcript, asked }: Believed): Believed {
  const voice = {
    speaker: 0,
    seconds: 0,
    turns: 0,
    longestSeconds: 0,
    questions: 0,
    role,
    roleFrom: 'machine',
  } as const;
  return {
    transcript: {
      ...transcript,
      segments: transcript.segments.map(({ words, ...segment }) => ({
        ...segment,
        speaker: 0,
        ...(words && { words: words.map((word) => ({ ...word, speaker: 0 })) }),
      })),
      speakers: { state: 'told', turns: mergeSpans(transcript.voice).map((span) => ({ ...span, speaker: 0 })) },
    },
    voices: [voice],
    asked: asked.map(([question]) => [question, role, role]),
  };
}
