import { styleText } from 'node:util';
import Table from 'cli-table3';
import { languageName } from '../shared/lessons/languages.ts';
import type { ShownQuestion } from '../shared/lessons/question.ts';
import type { Hearing, NobodyHeard, Sound } from '../shared/lessons/sound.ts';
import type { VoiceFrom } from '../shared/lessons/transcript.ts';
import type { LessonView } from './api.ts';
import { codingText, costText } from './cost.ts';

/** 75.3 -> "1:15.3" */
export function clock(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const minutes = Math.floor(tenths / 600);
  return `${minutes}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
}

const waited = ({ waitTimeSeconds, next }: ShownQuestion) =>
  waitTimeSeconds === null ? '–' : `${waitTimeSeconds.toFixed(1)} s${next === 'end' ? ' +' : ''}`;

/** The coded questions and the lesson's metrics, for a terminal of `width` characters. */
export function report(lesson: LessonView, questions: readonly ShownQuestion[], width: number): string {
  const others = [8, 6, 17, 7, 8];
  const text = Math.max(24, Math.min(80, width - others.reduce((sum, column) => sum + column, 0) - 8));
  const table = new Table({
    head: ['Time', 'Code', 'Subtype', 'Conf.', 'Wait', 'Question'],
    colWidths: [...others, text],
    colAligns: ['right', 'left', 'left', 'right', 'right', 'left'],
    wordWrap: true,
    style: { head: ['bold'], border: ['dim'], compact: true },
  });
  for (const question of questions) {
    const color = question.label === 'OEQ' ? 'green' : 'yellow';
    table.push([
      clock(question.start),
      styleText(color, question.label),
      question.subtype ?? '',
      `${Math.round(question.confidence * 100)} %`,
      waited(question),
      question.text,
    ]);
  }
  const found = questions.length === 0 ? 'No question was asked in this lesson.' : table.toString();
  return `${found}\n\n${metricsText(lesson)}`;
}

/** A row a language, where there is more than one. */
function languageRows(
  { byLanguage }: Metrics,
  share: (value: number | null) => string,
  seconds: (value: number | null) => string,
): [string, string][] {
  const names = new Intl.DisplayNames(['en'], { type: 'language' });
  const all = Object.entries(byLanguage);
  if (all.length < 2) return [];
  return all.map(([code, { questionCount, openShare, spokenShare, waitAfterOpenSeconds, waitAfterClosedSeconds }]) => [
    code === 'und' ? 'In another language' : `In ${names.of(code)}`,
    [
      ...(spokenShare === null ? [] : [`${share(spokenShare)} of what is said`]),
      `${questionCount} questions`,
      ...(questionCount === 0
        ? []
        : [
            `open share ${share(openShare)}`,
            `median wait ${seconds(waitAfterOpenSeconds.median)} after OEQ, ${seconds(waitAfterClosedSeconds.median)} after CEQ`,
          ]),
    ].join(', '),
  ]);
}

function metricsText(lesson: LessonView): string {
  const metrics = lesson.result?.metrics;
  if (metrics === undefined) return '';
  const share = (value: number | null) => (value === null ? '–' : `${Math.round(value * 100)} %`);
  const seconds = (value: number | null) => (value === null ? '–' : `${value.toFixed(1)} s`);
  const rows: [string, string][] = [
    ['Questions', `${metrics.questionCount}  (${metrics.openCount} OEQ, ${metrics.closedCount} CEQ)`],
    ...(metrics.doubtfulCount === 0 ? [] : [hardToHear(metrics.doubtfulCount)]),
    ['Open share', share(metrics.openShare)],
    ['Questions per minute', metrics.questionsPerMinute?.toFixed(1) ?? '–'],
    [
      'Wait time after OEQ',
      `median ${seconds(metrics.waitAfterOpenSeconds.median)}, mean ${seconds(metrics.waitAfterOpenSeconds.mean)}`,
    ],
    [
      'Wait time after CEQ',
      `median ${seconds(metrics.waitAfterClosedSeconds.median)}, mean ${seconds(metrics.waitAfterClosedSeconds.mean)}`,
    ],
    ['Waited 3 s or more', share(metrics.waitedThreeSecondsShare)],
    ...languageRows(metrics, share, seconds),
    ['Longest run of CEQ', String(metrics.longestClosedRun)],
    ...followedRows(metrics, share, seconds),
    ['Speech share', share(metrics.speechShare)],
    ...talkRows(metrics, share),
    ...hearingRows(lesson),
  ];
  const { coding, cost } = lesson.result ?? {};
  if (coding !== undefined && coding.engine !== 'local') rows.push(['Coded by', codingText(coding)]);
  if (coding !== undefined && cost !== undefined) rows.push(['Cost', costText(cost, coding)]);
  const by = lesson.result;
  const engines =
    by === undefined
      ? ''
      : `\nSpeech: ${by.speechEngine}, ${by.speechModel}. Voice: ${voiceText(by.voiceFrom)}. Coding: ${by.codingEngine}, ${by.codingModelVersion}.`;
  return rows.map(([name, value]) => `${name.padEnd(22)} ${value}`).join('\n') + engines;
}

type Metrics = NonNullable<LessonView['result']>['metrics'];

/** Who came after the questions: none where that is known of none. */
function followedRows(
  { followedCount, childAnsweredShare, selfAnsweredShare, waitAfterAnswerSeconds }: Metrics,
  share: (value: number | null) => string,
  seconds: (value: number | null) => string,
): [string, string][] {
  if (followedCount === 0) return [];
  const { median, count } = waitAfterAnswerSeconds;
  return [
    [
      'Who spoke next',
      `a child ${share(childAnsweredShare)}, the educator ${share(selfAnsweredShare)} of ${followedCount} questions`,
    ],
    ...(count === 0 ? [] : [['Wait after an answer', `median ${seconds(median)}`] satisfies [string, string]]),
  ];
}

/** Who talks how much; what is only proposed is said to be. */
function talkRows(
  { talk, childCount, childOpenCount }: Metrics,
  share: (value: number | null) => string,
): [string, string][] {
  if (talk === null) return [];
  const { educator, children, nobody } = talk;
  const shares = `educator ${share(educator.share)}, children ${share(children.share)}, nobody ${share(nobody.share)}`;
  return [
    ['Talk', `${shares}${talk.from === 'machine' ? ' (proposed)' : ''}`],
    ...(childCount === 0
      ? []
      : [['Children asked', `${childCount}, ${childOpenCount} of them OEQ`] satisfies [string, string]]),
  ];
}

const voiceText = (from: VoiceFrom = 'loudness') =>
  ({
    network: 'heard by a network',
    loudness: 'by loudness alone, as no speech service was there to ask: noise may be taken for voices',
    both: 'heard by a network, and by loudness where the speech service could not be asked',
  })[from];

const hardToHear = (count: number): [string, string] => [
  'In doubt',
  `${count} more, hard to hear or perhaps answers, not counted until somebody confirms them`,
];

const share01 = (value: number) => `${Math.round(100 * value)} %`;

/** How well the lesson was heard, and what may help where that is poor or nobody was. */
function hearingRows({ result }: LessonView): [string, string][] {
  const { hearing, nobodyHeard, sound } = result ?? {};
  const others = otherLanguageRows(hearing?.otherLanguages);
  if (nobodyHeard !== undefined) return [['Nobody was heard', nobodyHeardText(nobodyHeard, sound)], ...others];
  if (hearing === undefined) return [];
  const { clearShare, doubtfulShare } = hearing;
  const poor = clearShare < poorShare ? '; a microphone nearer to those who speak would help' : '';
  return [
    ['Heard clearly', `${share01(clearShare)} of the voices, ${share01(doubtfulShare)} doubtful${poor}`],
    ...others,
  ];
}

function otherLanguageRows(others: Hearing['otherLanguages'] = []): [string, string][] {
  if (others.length === 0) return [];
  const named = others.map(({ language, share }) => `${languageName(language) ?? 'not known which'} ${share01(share)}`);
  return [['In another language', `of the voices: probably ${named.join(', ')}; no question is looked for there`]];
}

const poorShare = 0.6;

function nobodyHeardText(why: NobodyHeard, sound: Sound | undefined): string {
  const level = sound === undefined ? '' : ` (${sound.loudestDb} dB)`;
  const tracks =
    sound === undefined || sound.tracks.length === sound.trackCount
      ? ''
      : `; only ${sound.tracks.length} of ${sound.trackCount} sound tracks could be decoded`;
  const reasons = {
    silent: 'the recording has no sound: was the microphone on?',
    quiet: `the recording is too quiet${level}: was the microphone connected?`,
    voiceless: `there is sound${level}, and no voice in it`,
    unclear: 'somebody speaks, and no word was understood: a microphone nearer to those who speak would help',
  };
  return reasons[why] + tracks;
}
