import type { Lesson } from '../../lessons/lesson.ts';
import type { LanguageFigures, Talk } from '../../lessons/metrics.ts';
import { codedLanguageSchema } from '../../lessons/question.ts';
import { recordedOnOf } from '../../lessons/recordedOn.ts';
import { counts } from '../../questions/metrics.ts';
import type { Column, Columns } from '../column.ts';
import { questionColumns } from '../csv.ts';
import type { FollowedQuestion, LessonExport } from '../lessonExport.ts';

/** A lesson of a selection: with what is taken away of it, or with why there is nothing. */
export interface Taken {
  /** With its names masked, where that is asked for. */
  readonly lesson: Lesson;
  /** Null where it has no result, or its transcript is gone. */
  readonly taken: LessonExport | null;
  /** The folder of its files in the archive; '' where there is none. */
  readonly folder: string;
}

interface Row {
  readonly of: Taken & { readonly taken: LessonExport };
  readonly question: FollowedQuestion;
}

/** The day of a lesson: as a person or the recording says, else that of the upload. */
const dayOf = (lesson: Pick<Lesson, 'uploadedAt' | 'recordedOn' | 'result'>) =>
  recordedOnOf(lesson) ?? lesson.uploadedAt.slice(0, 10);
const dayFromOf = (lesson: Pick<Lesson, 'uploadedAt' | 'recordedOn' | 'result'>) =>
  lesson.recordedOn !== undefined ? 'person' : lesson.result?.recordedOn !== undefined ? 'recording' : 'upload';

const dayFrom = {
  type: 'category',
  values: ['person', 'recording', 'upload'],
} as const;

/** What a question says of itself, where the lesson's column has the name. */
const renamed: Readonly<Record<string, string>> = { id: 'questionId', language: 'questionLanguage' };

/** questions.csv: a row a question, after what says in which lesson it was asked. */
export const questionRows: Columns<Row> = {
  lessonId: { type: 'text', cell: ({ of }) => of.lesson.id },
  site: { type: 'text', cell: ({ of }) => of.lesson.siteId },
  lesson: { type: 'text', cell: ({ of }) => of.lesson.title },
  educator: { type: 'text', cell: ({ of }) => of.lesson.educator ?? '' },
  date: { type: 'day', unit: 'UTC', cell: ({ of }) => dayOf(of.lesson) },
  dateFrom: { ...dayFrom, cell: ({ of }) => dayFromOf(of.lesson) },
  language: { type: 'text', cell: ({ of }) => of.taken.result.language },
  lessonSeconds: {
    type: 'number',
    unit: 's',
    cell: ({ of }) => of.taken.result.durationSeconds,
  },
  counts: {
    type: 'yes/no',
    cell: ({ question }) => (counts(question) ? 'yes' : 'no'),
  },
  reviewer: { type: 'text', cell: ({ question }) => question.review?.by ?? '' },
  ...Object.fromEntries(
    Object.entries(questionColumns)
      .filter(([name]) => name !== 'reviewedBy')
      .map(([name, { cell, ...rest }]): [string, Column<Row>] => [
        renamed[name] ?? name,
        { ...rest, cell: ({ question }) => cell(question) },
      ]),
  ),
};

const figure = (unit: string | undefined, pick: (of: LessonExport) => number | null): Column<Taken> => ({
  type: 'number',
  ...(unit === undefined ? {} : { unit }),
  cell: ({ taken }) => (taken === null ? '' : (pick(taken) ?? '')),
});
const talk = (unit: string | undefined, pick: (of: Talk) => number | null): Column<Taken> =>
  figure(unit, ({ metrics }) => (metrics.talk === null ? null : pick(metrics.talk)));
const made = (pick: (result: NonNullable<Lesson['result']>) => string | undefined): Column<Taken> => ({
  type: 'text',
  cell: ({ lesson }) => (lesson.result && pick(lesson.result)) ?? '',
});

const spoken = { en: 'English', es: 'Spanish' } as const;

/** The figures of each language in which questions are coded, in columns of their own. */
const byLanguage: Columns<Taken> = Object.fromEntries(
  codedLanguageSchema.options.flatMap((code) => {
    const name = spoken[code];
    const of = (pick: (own: LanguageFigures) => number | null) => (taken: LessonExport) => {
      const own = taken.metrics.byLanguage[code];
      return own === undefined ? null : pick(own);
    };
    return [
      [
        `questions${name}`,
        figure(
          undefined,
          of((own) => own.questionCount),
        ),
      ],
      [
        `openShare${name}`,
        figure(
          undefined,
          of((own) => own.openShare),
        ),
      ],
      [
        `medianWaitAfterOpen${name}`,
        figure(
          's',
          of((own) => own.waitAfterOpenSeconds.median),
        ),
      ],
      [
        `medianWaitAfterClosed${name}`,
        figure(
          's',
          of((own) => own.waitAfterClosedSeconds.median),
        ),
      ],
      [
        `spokenShare${name}`,
        figure(
          undefined,
          of((own) => own.spokenShare),
        ),
      ],
      [
        `educatorShare${name}`,
        figure(
          undefined,
          of((own) => own.educatorShare),
        ),
      ],
      [
        `childrenShare${name}`,
        figure(
          undefined,
          of((own) => own.childrenShare),
        ),
      ],
    ] as const;
  }),
);

/** The sum over all languages in which no question is coded; null where it is told of none. */
const inOthers = (pick: (own: LanguageFigures) => number | null) => (taken: LessonExport) => {
  const all = Object.entries(taken.metrics.byLanguage);
  const told = all.some(([, own]) => pick(own) !== null);
  const others = all.filter(([code]) => !codedLanguageSchema.safeParse(code).success);
  return told ? others.reduce((sum, [, own]) => sum + (pick(own) ?? 0), 0) : null;
};
const inOtherLanguages: Columns<Taken> = {
  spokenShareOther: figure(
    undefined,
    inOthers((own) => own.spokenShare),
  ),
  educatorShareOther: figure(
    undefined,
    inOthers((own) => own.educatorShare),
  ),
  childrenShareOther: figure(
    undefined,
    inOthers((own) => own.childrenShare),
  ),
};

/** lessons.csv: a row a lesson, those of which nothing could be taken among them. */
export const lessonRows: Columns<Taken> = {
  lessonId: { type: 'text', cell: ({ lesson }) => lesson.id },
  site: { type: 'text', cell: ({ lesson }) => lesson.siteId },
  lesson: { type: 'text', cell: ({ lesson }) => lesson.title },
  fileName: {
    type: 'text',
    cell: ({ lesson }) => lesson.fileName,
  },
  educator: {
    type: 'text',
    cell: ({ lesson }) => lesson.educator ?? '',
  },
  date: { type: 'day', unit: 'UTC', cell: ({ lesson }) => dayOf(lesson) },
  dateFrom: { ...dayFrom, cell: ({ lesson }) => dayFromOf(lesson) },
  folder: { type: 'text', cell: ({ folder }) => folder },
  taken: {
    type: 'category',
    values: ['yes', 'running', 'failed', 'no transcript'],
    cell: ({ lesson, taken }) =>
      taken !== null
        ? 'yes'
        : lesson.result === undefined
          ? lesson.status.replace('completed', 'failed')
          : 'no transcript',
  },
  lessonSeconds: figure('s', ({ result }) => result.durationSeconds),
  questions: figure(undefined, ({ metrics }) => metrics.questionCount),
  open: figure(undefined, ({ metrics }) => metrics.openCount),
  closed: figure(undefined, ({ metrics }) => metrics.closedCount),
  openShare: figure(undefined, ({ metrics }) => metrics.openShare),
  perMinute: figure('1/min', ({ metrics }) => metrics.questionsPerMinute),
  medianWaitAfterOpen: figure('s', ({ metrics }) => metrics.waitAfterOpenSeconds.median),
  medianWaitAfterClosed: figure('s', ({ metrics }) => metrics.waitAfterClosedSeconds.median),
  waitedThreeSecondsShare: figure(undefined, ({ metrics }) => metrics.waitedThreeSecondsShare),
  ...byLanguage,
  ...inOtherLanguages,
  longestClosedRun: figure(undefined, ({ metrics }) => metrics.longestClosedRun),
  speechShare: figure(undefined, ({ metrics }) => metrics.speechShare),
  doubtful: figure(undefined, ({ metrics }) => metrics.doubtfulCount),
  byChildren: figure(undefined, ({ metrics }) => metrics.childCount),
  openByChildren: figure(undefined, ({ metrics }) => metrics.childOpenCount),
  byAdults: figure(undefined, ({ metrics }) => metrics.adultCount),
  followed: figure(undefined, ({ metrics }) => metrics.followedCount),
  childAnsweredShare: figure(undefined, ({ metrics }) => metrics.childAnsweredShare),
  selfAnsweredShare: figure(undefined, ({ metrics }) => metrics.selfAnsweredShare),
  medianWaitAfterAnswer: figure('s', ({ metrics }) => metrics.waitAfterAnswerSeconds.median),
  rolesFrom: {
    type: 'category',
    values: ['machine', 'person'],
    cell: ({ taken }) => taken?.metrics.talk?.from ?? '',
  },
  educatorSeconds: talk('s', ({ educator }) => educator.seconds),
  educatorShare: talk(undefined, ({ educator }) => educator.share),
  educatorTurns: talk(undefined, ({ educator }) => educator.turns),
  longestEducatorTurn: talk('s', ({ longestEducatorSeconds }) => longestEducatorSeconds),
  childrenSeconds: talk('s', ({ children }) => children.seconds),
  childrenShare: talk(undefined, ({ children }) => children.share),
  childTurns: talk(undefined, ({ children }) => children.turns),
  childAfterChild: talk(undefined, (of) => of.childAfterChild),
  otherAdultsSeconds: talk('s', ({ adults }) => adults.seconds),
  unknownSpeakerSeconds: talk('s', ({ unknown }) => unknown.seconds),
  nobodySeconds: talk('s', ({ nobody }) => nobody.seconds),
  nobodyShare: talk(undefined, ({ nobody }) => nobody.share),
  reviewed: figure(undefined, ({ reviewedCount }) => reviewedCount),
  uploadedAt: { type: 'time', unit: 'UTC', cell: ({ lesson }) => lesson.uploadedAt },
  analyzedAt: made(({ completedAt }) => completedAt),
  revision: made(({ revision }) => revision),
  speechEngine: made(({ speechEngine }) => speechEngine),
  speechModel: made(({ speechModel }) => speechModel),
  voiceFrom: made(({ voiceFrom }) => voiceFrom ?? 'loudness'),
  codingEngine: made(({ codingEngine }) => codingEngine),
  codingModelVersion: made(({ codingModelVersion }) => codingModelVersion),
};
