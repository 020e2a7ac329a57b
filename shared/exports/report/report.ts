import { createHash } from 'node:crypto';
import { type Codebook, earlierKeys } from '../../lessons/codebook.ts';
import type { Label, ShownQuestion } from '../../lessons/question.ts';
import { recordedOnOf } from '../../lessons/recordedOn.ts';
import { counts, isAsked, isReviewed } from '../../questions/metrics.ts';
import type { Language } from '../../words/texts.ts';
import { countingCode, type LessonExport } from '../lessonExport.ts';
import { balanceChart, waitChart } from './charts.ts';
import { balances, type Waits, waitsAfter } from './counts.ts';
import { longestWaits, openExamples } from './examples.ts';
import { html, Markup } from './markup.ts';
import { type Spoken, spokenIn } from './spoken.ts';
import { style } from './style.ts';

const styleHash = createHash('sha256').update(style).digest('base64');

/** All that the report may load or run: its own style. */
export const reportPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

/** 3725 -> "1:02:05", 65 -> "1:05" */
function clock(value: number): string {
  const whole = Math.floor(value);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const padded = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${padded}` : `${minutes}:${padded}`;
}

/** One page for a coach and an educator to talk over, as HTML without script; it prints on A4 and on Letter. */
export function exportReport(whole: LessonExport, language: Language = 'en'): string {
  const say = spokenIn(language);
  const { text } = say;
  const taken = { ...whole, questions: whole.questions.filter(counts) };
  const { lesson, result, questions, codebook } = taken;
  const earlier = earlierKeys(
    codebook,
    questions.map((question) => countingCode(question).subtype),
  );
  const definitions: (readonly [string, string])[] = [
    ...text.definitions,
    [
      text.subtypes,
      [
        text.codebook({ title: codebook.title }),
        ...(earlier.length === 0 ? [] : [text.earlier({ keys: earlier.join(', ') })]),
      ].join(' '),
    ],
  ];
  const recordedOn = recordedOnOf({ ...lesson, result });
  const about: [string, string][] = [
    [recordedOn === undefined ? text.uploaded : text.recorded, say.day(recordedOn ?? lesson.uploadedAt)],
    [text.educator, lesson.educator ?? text.none],
    [text.site, lesson.siteId],
    [text.length, clock(result.durationSeconds)],
  ];
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${reportPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${lesson.title} – ${text.product}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<header>
<p class="kind">${text.product} · ${text.kind}</p>
<h1 dir="auto">${lesson.title}</h1>
<dl class="about">${about.map(([name, value]) => html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`)}</dl>
<p class="state">${questions.length === 0 ? text.noQuestions : reviewedOf(say, questions.filter(isReviewed).length, questions.length)}${removedOf(say, taken)}</p>
</header>
${figures(say, taken)}
<div class="columns">${balance(say, taken)}${waits(say, questions)}</div>
${languages(say, taken)}
<div class="columns">${examples(say, taken)}</div>
<footer>${definitions.map(([name, meaning]) => html`<p><b>${name}</b> ${meaning}</p>`)}</footer>
${childrensQuestions(say, whole)}
${notes(say, whole)}
</main>
</body>
</html>
`;
  return page.text;
}

/** How many questions went with voices that were taken out: they are in no figure. */
function removedOf({ text }: Spoken, { lesson: { removed } }: LessonExport): string {
  const count = removed?.questions.length ?? 0;
  return count === 0 ? '' : ` ${text.removed({ count })}`;
}

function reviewedOf({ text }: Spoken, reviewed: number, all: number): string {
  if (reviewed === 0) return text.reviewed.none;
  return reviewed === all ? text.reviewed.all : text.reviewed.some({ reviewed, all });
}

function figures(say: Spoken, { metrics }: LessonExport): Markup {
  const { text, percent, seconds, tenth } = say;
  const values: Record<keyof typeof text.figures, string> = {
    openShare: percent(metrics.openShare),
    perMinute: tenth(metrics.questionsPerMinute),
    closedRun: String(metrics.longestClosedRun),
    waitOpen: seconds(metrics.waitAfterOpenSeconds.median),
    waitClosed: seconds(metrics.waitAfterClosedSeconds.median),
    threeSeconds: percent(metrics.waitedThreeSecondsShare),
    childAnswered: percent(metrics.childAnsweredShare),
    selfAnswered: percent(metrics.selfAnsweredShare),
    waitAfterAnswer: seconds(metrics.waitAfterAnswerSeconds.median),
  };
  const cards = Object.entries(text.figures).map(([name, [title, meaning]]) => {
    // The keys of an object literal are its type's.
    const value = values[name as keyof typeof values];
    return html`<div><dt>${title}</dt><dd class="figure">${value}</dd><dd class="meaning">${meaning}</dd></div>`;
  });
  return html`<dl class="figures">${cards}</dl>${talk(say, metrics)}`;
}

/** Who talks, in one line; what is only proposed is said to be. Nothing where voices were not told apart. */
function talk({ text, percent }: Spoken, { talk, childCount, childOpenCount }: LessonExport['metrics']): Markup {
  if (talk === null) return html``;
  const { educator, children, nobody, longestEducatorSeconds } = talk;
  const parts = [
    text.talk.shares({
      educator: percent(educator.share),
      children: percent(children.share),
      nobody: percent(nobody.share),
    }),
    text.talk.turns({
      turns: educator.turns,
      longest: clock(longestEducatorSeconds),
      children: children.turns,
      running: talk.childAfterChild,
    }),
    ...(childCount === 0 ? [] : [text.talk.childrenAsked({ all: childCount, open: childOpenCount })]),
  ];
  const proposed = talk.from === 'machine' ? ` (${text.talk.proposed})` : '';
  return html`<p class="talk"><b>${text.talk.title}${proposed}</b> ${parts.join(' ')}</p>`;
}

const heading = (name: string, language: Language) => name.charAt(0).toLocaleUpperCase(language) + name.slice(1);

/** A row a language, where more than one was spoken. */
function languages({ text, percent, seconds, language: shown }: Spoken, { metrics }: LessonExport): Markup {
  const all = Object.entries(metrics.byLanguage);
  if (all.length < 2) return html``;
  const names = new Intl.DisplayNames([shown], { type: 'language' });
  const { title, language, questions, share, waitOpen, waitClosed, spoken, educator, children, other } = text.languages;
  const head = [language, questions, share, waitOpen, waitClosed, spoken, educator, children];
  return html`<section class="languages"><h2>${title}</h2>
<table><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr>
${all.map(
  ([code, own]) =>
    html`<tr><th scope="row">${code === 'und' ? other : heading(names.of(code) ?? code, shown)}</th><td>${own.questionCount}</td><td>${percent(own.openShare)}</td><td>${seconds(own.waitAfterOpenSeconds.median)}</td><td>${seconds(own.waitAfterClosedSeconds.median)}</td><td>${percent(own.spokenShare)}</td><td>${percent(own.educatorShare)}</td><td>${percent(own.childrenShare)}</td></tr>`,
)}</table></section>`;
}

const key = ({ text }: Spoken, label: Label): Markup => html`<span class="key ${label}"></span>${text.codes[label]}`;

function balance(say: Spoken, { questions, result }: LessonExport): Markup {
  const { text, percent } = say;
  const parts = balances(questions, result.durationSeconds);
  const { title, rows, part, share } = text.balance;
  return html`<section><h2>${title}</h2>${balanceChart(say, parts)}
<table><tr><th scope="col">${part}</th><th scope="col">${key(say, 'OEQ')}</th><th scope="col">${key(say, 'CEQ')}</th><th scope="col">${share}</th></tr>
${parts.map((one, index) => {
  const all = one.open + one.closed;
  return html`<tr><th scope="row">${rows[index] ?? ''}</th><td>${one.open}</td><td>${one.closed}</td><td>${percent(all === 0 ? null : one.open / all)}</td></tr>`;
})}</table></section>`;
}

function waits(say: Spoken, questions: readonly ShownQuestion[]): Markup {
  const both: Waits[] = (['OEQ', 'CEQ'] as const).map((label) => waitsAfter(label, questions));
  const { title, bins, code, unknown } = say.text.waits;
  return html`<section><h2>${title}</h2>${waitChart(say, both)}
<table><tr><th scope="col">${code}</th>${[...bins, unknown].map((bin) => html`<th scope="col">${bin}</th>`)}</tr>
${both.map(
  ({ label, counts, unknown: missing }) =>
    html`<tr><th scope="row">${key(say, label)}</th>${[...counts, missing].map((count) => html`<td>${count}</td>`)}</tr>`,
)}</table></section>`;
}

function examples(say: Spoken, { questions, transcript, codebook }: LessonExport): Markup {
  const list = (title: string, note: string, empty: string, found: readonly ShownQuestion[]) =>
    html`<section><h2>${title}</h2>${note === '' ? html`` : html`<p class="note">${note}</p>`}${
      found.length === 0
        ? html`<p>${empty}</p>`
        : html`<ol>${found.map((question) => example(say, question, languageOf(question, transcript), codebook))}</ol>`
    }</section>`;
  const { longest, open } = say.text;
  return html`${list(longest.title, '', longest.empty, longestWaits(questions))}${list(open.title, open.note, open.empty, openExamples(questions))}`;
}

/** In which a question was asked: English where it says none, and that of the lesson where none was told of any piece. */
function languageOf({ language }: Pick<ShownQuestion, 'language'>, transcript: LessonExport['transcript']): string {
  const told = transcript.segments.some((segment) => segment.language !== undefined);
  return language ?? (told ? 'en' : transcript.language);
}

/** What children asked, after the page of figures: none where nobody says that they did. */
function childrensQuestions(say: Spoken, { questions, transcript }: LessonExport): Markup {
  const asked = questions.filter((question) => question.askedBy === 'child' && isAsked(question));
  if (asked.length === 0) return html``;
  const list = asked.map(
    (question) => html`<li><span class="at">${clock(question.start)}</span>
<span dir="auto" lang="${languageOf(question, transcript)}">${shortened(question.text)}</span>
<span class="code">${key(say, countingCode(question).label)}</span></li>`,
  );
  return html`<section class="notes"><h2>${say.text.childrensQuestions}</h2><ol>${list}</ol></section>`;
}

/** Every note, whole, after the page of figures: none where there is none. Also of what counts in no figure. */
function notes({ text: { notes: title } }: Spoken, { questions, transcript }: LessonExport): Markup {
  const noted = questions.filter(({ review }) => (review?.note ?? '') !== '');
  if (noted.length === 0) return html``;
  const list = noted.map(
    ({ start, text: words, review, language }) => html`<li><span class="at">${clock(start)}</span>
<span><span dir="auto" lang="${languageOf(language === undefined ? {} : { language }, transcript)}">${words}</span><span class="written" dir="auto">${review?.note ?? ''}</span></span>
<span class="code" dir="auto">${review?.by ?? ''}</span></li>`,
  );
  return html`<section class="notes"><h2>${title}</h2><ol>${list}</ol></section>`;
}

function example(say: Spoken, question: ShownQuestion, language: string, codebook: Codebook): Markup {
  const { label, subtype } = countingCode(question);
  const wait = say.seconds(question.waitTimeSeconds);
  return html`<li><span class="at">${clock(question.start)}</span>
<span><span class="question" dir="auto" lang="${language}">${shortened(question.text)}</span><span class="code">${key(say, label)} ${subtype === undefined ? '' : say.subtype(codebook, subtype)}</span></span>
<span class="wait">${wait}</span></li>`;
}

const longestText = 130;

function shortened(words: string): string {
  const signs = [...words.replaceAll(/\s+/gu, ' ').trim()];
  return signs.length <= longestText
    ? signs.join('')
    : `${signs
        .slice(0, longestText - 1)
        .join('')
        .trimEnd()}…`;
}
