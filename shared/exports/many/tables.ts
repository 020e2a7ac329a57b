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
  says: 'who says the day; upload: nobody does, and it is the day of the upload',
} as const;

/** What a question says of itself, where the lesson's column has the name. */
const renamed: Readonly<Record<string, string>> = { id: 'questionId', language: 'questionLanguage' };

/** questions.csv: a row a question, after what says in which lesson it was asked. */
export const questionRows: Columns<Row> = {
  lessonId: { type: 'text', says: "the lesson's id, by which tables are joined", cell: ({ of }) => of.lesson.id },
  site: { type: 'text', says: "the lesson's site", cell: ({ of }) => of.lesson.siteId },
  lesson: { type: 'text', says: "the lesson's title", cell: ({ of }) => of.lesson.title },
  educator: { type: 'text', says: 'as the details say', cell: ({ of }) => of.lesson.educator ?? '' },
  date: { type: 'day', unit: 'UTC', says: 'the day of the lesson', cell: ({ of }) => dayOf(of.lesson) },
  dateFrom: { ...dayFrom, cell: ({ of }) => dayFromOf(of.lesson) },
  language: { type: 'text', says: 'in which the lesson was heard', cell: ({ of }) => of.taken.result.language },
  lessonSeconds: {
    type: 'number',
    unit: 's',
    says: 'how long the recording is',
    cell: ({ of }) => of.taken.result.durationSeconds,
  },
  counts: {
    type: 'yes/no',
    says: 'whether it counts in the figures: heard or confirmed, not rejected, not asked by a child or another adult',
    cell: ({ question }) => (counts(question) ? 'yes' : 'no'),
  },
  reviewer: { type: 'text', says: 'who reviewed the question', cell: ({ question }) => question.review?.by ?? '' },
  ...Object.fromEntries(
    Object.entries(questionColumns)
      .filter(([name]) => name !== 'reviewedBy')
      .map(([name, { cell, ...rest }]): [string, Column<Row>] => [
        renamed[name] ?? name,
        { ...rest, cell: ({ question }) => cell(question) },
      ]),
  ),
};

const figure = (says: string, unit: string | undefined, pick: (of: LessonExport) => number | null): Column<Taken> => ({
  type: 'number',
  ...(unit === undefined ? {} : { unit }),
  says,
  cell: ({ taken }) => (taken === null ? '' : (pick(taken) ?? '')),
});
const talk = (says: string, unit: string | undefined, pick: (of: Talk) => number | null): Column<Taken> =>
  figure(says, unit, ({ metrics }) => (metrics.talk === null ? null : pick(metrics.talk)));
const made = (says: string, pick: (result: NonNullable<Lesson['result']>) => string | undefined): Column<Taken> => ({
  type: 'text',
  says,
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
          `questions in ${name} that count`,
          undefined,
          of((own) => own.questionCount),
        ),
      ],
      [
        `openShare${name}`,
        figure(
          'share of open-ended ones among them',
          undefined,
          of((own) => own.openShare),
        ),
      ],
      [
        `medianWaitAfterOpen${name}`,
        figure(
          `median wait after open ones in ${name}`,
          's',
          of((own) => own.waitAfterOpenSeconds.median),
        ),
      ],
      [
        `medianWaitAfterClosed${name}`,
        figure(
          `median wait after closed ones in ${name}`,
          's',
          of((own) => own.waitAfterClosedSeconds.median),
        ),
      ],
      [
        `spokenShare${name}`,
        figure(
          `of what is said in any language, the share in ${name}`,
          undefined,
          of((own) => own.spokenShare),
        ),
      ],
      [
        `educatorShare${name}`,
        figure(
          `of the educators' talk in any language, the share in ${name}`,
          undefined,
          of((own) => own.educatorShare),
        ),
      ],
      [
        `childrenShare${name}`,
        figure(
          `of the children's talk in any language, the share in ${name}`,
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
    'of what is said in any language, the share in other languages',
    undefined,
    inOthers((own) => own.spokenShare),
  ),
  educatorShareOther: figure(
    "of the educators' talk in any language, the share in other languages",
    undefined,
    inOthers((own) => own.educatorShare),
  ),
  childrenShareOther: figure(
    "of the children's talk in any language, the share in other languages",
    undefined,
    inOthers((own) => own.childrenShare),
  ),
};

/** lessons.csv: a row a lesson, those of which nothing could be taken among them. */
export const lessonRows: Columns<Taken> = {
  lessonId: { type: 'text', says: "the lesson's id, by which tables are joined", cell: ({ lesson }) => lesson.id },
  site: { type: 'text', says: 'its site', cell: ({ lesson }) => lesson.siteId },
  lesson: { type: 'text', says: 'its title', cell: ({ lesson }) => lesson.title },
  fileName: {
    type: 'text',
    says: 'the recording’s file name',
    cell: ({ lesson }) => lesson.fileName,
  },
  educator: {
    type: 'text',
    says: 'as the details say',
    cell: ({ lesson }) => lesson.educator ?? '',
  },
  date: { type: 'day', unit: 'UTC', says: 'the day of the lesson', cell: ({ lesson }) => dayOf(lesson) },
  dateFrom: { ...dayFrom, cell: ({ lesson }) => dayFromOf(lesson) },
  folder: { type: 'text', says: 'where its files are in the archive', cell: ({ folder }) => folder },
  taken: {
    type: 'category',
    values: ['yes', 'running', 'failed', 'no transcript'],
    says: 'whether its questions are in questions.csv, and else why not',
    cell: ({ lesson, taken }) =>
      taken !== null
        ? 'yes'
        : lesson.result === undefined
          ? lesson.status.replace('completed', 'failed')
          : 'no transcript',
  },
  lessonSeconds: figure('how long the recording is', 's', ({ result }) => result.durationSeconds),
  questions: figure('questions that count', undefined, ({ metrics }) => metrics.questionCount),
  open: figure('of these, open-ended', undefined, ({ metrics }) => metrics.openCount),
  closed: figure('of these, closed-ended', undefined, ({ metrics }) => metrics.closedCount),
  openShare: figure('share of open-ended ones', undefined, ({ metrics }) => metrics.openShare),
  perMinute: figure('questions a minute', '1/min', ({ metrics }) => metrics.questionsPerMinute),
  medianWaitAfterOpen: figure('median wait after open ones', 's', ({ metrics }) => metrics.waitAfterOpenSeconds.median),
  medianWaitAfterClosed: figure(
    'median wait after closed ones',
    's',
    ({ metrics }) => metrics.waitAfterClosedSeconds.median,
  ),
  waitedThreeSecondsShare: figure(
    'of questions with a known wait, the share that was followed by 3 s or more',
    undefined,
    ({ metrics }) => metrics.waitedThreeSecondsShare,
  ),
  ...byLanguage,
  ...inOtherLanguages,
  longestClosedRun: figure('most closed-ended ones in a row', undefined, ({ metrics }) => metrics.longestClosedRun),
  speechShare: figure('share of the recording with speech', undefined, ({ metrics }) => metrics.speechShare),
  doubtful: figure(
    'hard to hear, or perhaps an answer, and not confirmed; not counted',
    undefined,
    ({ metrics }) => metrics.doubtfulCount,
  ),
  byChildren: figure('asked by children; not counted', undefined, ({ metrics }) => metrics.childCount),
  openByChildren: figure('of these, open-ended', undefined, ({ metrics }) => metrics.childOpenCount),
  byAdults: figure('asked by other adults; not counted', undefined, ({ metrics }) => metrics.adultCount),
  followed: figure(
    'questions of which it is known who spoke next, or that nobody did',
    undefined,
    ({ metrics }) => metrics.followedCount,
  ),
  childAnsweredShare: figure(
    'of these, the share after which a child spoke next',
    undefined,
    ({ metrics }) => metrics.childAnsweredShare,
  ),
  selfAnsweredShare: figure(
    'of these, the share after which the educator herself went on',
    undefined,
    ({ metrics }) => metrics.selfAnsweredShare,
  ),
  medianWaitAfterAnswer: figure(
    "median wait time 2: after a child's answer until an adult speaks",
    's',
    ({ metrics }) => metrics.waitAfterAnswerSeconds.median,
  ),
  rolesFrom: {
    type: 'category',
    values: ['machine', 'person'],
    says: 'who says whose voice is whose: machine is a proposal; empty where voices were not told apart',
    cell: ({ taken }) => taken?.metrics.talk?.from ?? '',
  },
  educatorSeconds: talk('the educators speak', 's', ({ educator }) => educator.seconds),
  educatorShare: talk('the same, as a share of the recording', undefined, ({ educator }) => educator.share),
  educatorTurns: talk('turns of the educators', undefined, ({ educator }) => educator.turns),
  longestEducatorTurn: talk('the longest of these', 's', ({ longestEducatorSeconds }) => longestEducatorSeconds),
  childrenSeconds: talk('children speak', 's', ({ children }) => children.seconds),
  childrenShare: talk('the same, as a share of the recording', undefined, ({ children }) => children.share),
  childTurns: talk('turns of children', undefined, ({ children }) => children.turns),
  childAfterChild: talk('of these, turns that follow a turn of a child', undefined, (of) => of.childAfterChild),
  otherAdultsSeconds: talk('other adults speak', 's', ({ adults }) => adults.seconds),
  unknownSpeakerSeconds: talk('somebody speaks of whom nobody knows who', 's', ({ unknown }) => unknown.seconds),
  nobodySeconds: talk('nobody speaks', 's', ({ nobody }) => nobody.seconds),
  nobodyShare: talk('the same, as a share of the recording', undefined, ({ nobody }) => nobody.share),
  reviewed: figure('reviewed by a person', undefined, ({ reviewedCount }) => reviewedCount),
  uploadedAt: { type: 'time', unit: 'UTC', says: 'when it was uploaded', cell: ({ lesson }) => lesson.uploadedAt },
  analyzedAt: made('when it was analysed (UTC)', ({ completedAt }) => completedAt),
  revision: made('of which upload', ({ revision }) => revision),
  speechEngine: made('what heard the words', ({ speechEngine }) => speechEngine),
  speechModel: made('and with which model', ({ speechModel }) => speechModel),
  voiceFrom: made('what heard where anybody speaks', ({ voiceFrom }) => voiceFrom ?? 'loudness'),
  codingEngine: made('what coded the questions', ({ codingEngine }) => codingEngine),
  codingModelVersion: made('and in which version', ({ codingModelVersion }) => codingModelVersion),
};
