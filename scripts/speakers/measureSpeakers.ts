import type { NextBy } from '../../shared/lessons/question.ts';
import type { LessonVoice, SpeakerRole } from '../../shared/lessons/speakers.ts';
import type { Span, Transcript } from '../../shared/lessons/transcript.ts';
import { mergeSpans } from '../../shared/questions/spans.ts';
import { talkOf } from '../../shared/questions/talk.ts';
import { roleOfSpeaker, type TrueQuestion, type Truth } from '../rooms/lesson.ts';
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
  /** Of what was recognised of educator and children: the mean of the two's F1, and over how many pieces. */
  readonly f1: number;
  readonly pieces: number;
  /** Pieces of other adults, and of these, those that are called another adult's. */
  readonly adultPieces: number;
  readonly adultRight: number;
  readonly questions: number;
  readonly found: number;
  readonly askedRight: number;
  readonly nextRight: number;
  /** How far the educator's share of the lesson is off, and that of all others together. */
  readonly educatorTalkError: number;
  readonly othersTalkError: number;
}

export function measureSpeakers(truth: Truth, { transcript, voices, asked }: Believed): MeasuredSpeakers {
  const turns = transcript.speakers?.turns ?? [];
  const roles = new Map(voices.map(({ speaker, role }) => [speaker, role]));
  const all = transcript.segments.flatMap((segment): [SpeakerRole, SpeakerRole][] => {
    const real = segment.heard === 'not-understood' ? undefined : roleAt(segment, truth);
    return real === undefined ? [] : [[real, roles.get(segment.speaker ?? -1) ?? 'unknown']];
  });
  const adults = all.filter(([real]) => real === 'adult');
  const pieces = all.filter(([real]) => real !== 'adult');
  return {
    error: diarizationError(
      truth.turns,
      turns.map((turn) => ({ ...turn, speaker: String(turn.speaker) })),
    ),
    f1: (f1Of('educator', pieces) + f1Of('child', pieces)) / 2,
    pieces: pieces.length,
    adultPieces: adults.length,
    adultRight: adults.filter(([, said]) => said === 'adult').length,
    questions: truth.questions.length,
    found: asked.length,
    askedRight: asked.filter(([question, askedBy]) => question.askedBy === askedBy).length,
    nextRight: asked.filter(([question, , nextBy]) => (question.nextBy ?? undefined) === nextBy).length,
    ...talkErrors(truth, talkOf({ ...transcript, turns }, voices)),
  };
}

/** Who truly speaks most of a stretch. */
function roleAt(span: Span, { turns }: Truth): SpeakerRole | undefined {
  const shared = ({ start, end }: Span) => Math.min(end, span.end) - Math.max(start, span.start);
  const [most] = turns.filter((turn) => shared(turn) > 0).sort((a, b) => shared(b) - shared(a));
  return most === undefined ? undefined : roleOfSpeaker(most.speaker);
}

function f1Of(role: SpeakerRole, pieces: readonly (readonly [real: SpeakerRole, said: SpeakerRole])[]): number {
  const right = pieces.filter(([real, said]) => real === role && said === role).length;
  const counted = pieces.filter(([real]) => real === role).length + pieces.filter(([, said]) => said === role).length;
  return counted === 0 ? 1 : (2 * right) / counted;
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
      segments: transcript.segments.map((segment) => ({ ...segment, speaker: 0 })),
      speakers: { state: 'told', turns: mergeSpans(transcript.voice).map((span) => ({ ...span, speaker: 0 })) },
    },
    voices: [voice],
    asked: asked.map(([question]) => [question, role, role]),
  };
}
