import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { balances, waitsAfter } from '../../../shared/exports/report/counts.ts';
import { longestWaits, openExamples } from '../../../shared/exports/report/examples.ts';
import { exportReport, reportPolicy } from '../../../shared/exports/report/report.ts';
import { hostile, hostileLesson, longLesson, question } from '../../../testing/lessons.ts';

const review = { label: 'CEQ', by: 'Ana', at: '2026-03-05T10:00:00.000Z' } as const;
const texts = (questions: readonly { text: string }[]) => questions.map(({ text }) => text);

describe('the page', () => {
  test('its policy allows its own style and nothing else', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(exportReport(longLesson(5)))?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(reportPolicy).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
    expect(reportPolicy).not.toContain('unsafe');
  });

  test.each(hostile)('%s is only text', (_, text) => {
    const plain = exportReport(longLesson(1));
    const tags = (page: string) => [...page.matchAll(/<(\/?[a-z!][a-z0-9]*)/gi)].map(([, tag]) => tag);
    const known = new Set(tags(plain));
    expect(tags(exportReport(hostileLesson(text))).filter((tag) => !known.has(tag))).toEqual([]);
  });

  test('has no script, no style of an element, and loads nothing', () => {
    expect(exportReport(longLesson(20))).not.toMatch(/<script|\son\w+=|\sstyle=|<link|<img|<iframe|url\(http/i);
  });

  test('tells how much people have reviewed', () => {
    expect(exportReport(longLesson(8))).toContain('2 of 8 codes reviewed by a person');
    expect(exportReport(longLesson(0))).toContain('No question was found');
  });

  test('names the day of the recording where it is known, a person’s first, and else the upload as such', () => {
    const day = (lesson: object, result: object) => {
      const plain = longLesson(1);
      const page = exportReport({
        ...plain,
        lesson: { ...plain.lesson, ...lesson },
        result: { ...plain.result, ...result },
      });
      return /<dl class="about"><div><dt>(\w+)<\/dt><dd dir="auto">([^<]+)/.exec(page)?.slice(1);
    };
    expect(day({}, {})).toEqual(['Uploaded', '4 Mar 2026']);
    expect(day({}, { recordedOn: '2025-10-02' })).toEqual(['Recorded', '2 Oct 2025']);
    expect(day({ recordedOn: '2025-10-01' }, { recordedOn: '2025-10-02' })).toEqual(['Recorded', '1 Oct 2025']);
  });

  test('has its charts in words, too', () => {
    const page = exportReport(longLesson(6));
    expect(page).toContain('aria-label="Whole lesson: 3 OEQ, 3 CEQ; First third:');
    expect(page).toContain('aria-label="After OEQ: &lt; 1 s: ');
  });

  test('speaks the language of whoever reads it; what was said stays as it was', () => {
    const page = exportReport(longLesson(8), 'es');
    expect(page).toContain('<html lang="es">');
    expect(page).toContain('2 de 8 códigos revisados por una persona');
    expect(page).toMatch(/<dt>Subida<\/dt><dd dir="auto">4 mar 2026/);
    expect(exportReport(longLesson(6), 'es')).toContain('aria-label="Toda la clase: 3 PA, 3 PC; Primer tercio:');
    expect(page).toContain('<span class="key OEQ"></span>PA');
    const sentences = (html: string) =>
      [...html.matchAll(/<span class="question"[^>]*>([^<]*)/g)].map(([, text]) => text);
    expect(sentences(page)).toEqual(sentences(exportReport(longLesson(8))));
    expect(page.replaceAll(/<style>.*?<\/style>|<[^>]*>/gs, ' ')).not.toMatch(/\b(?:OEQ|CEQ|the|Wait|Codes|Notes)\b/);
  });

  test('has a row for each language, where more than one was spoken', () => {
    const plain = longLesson(4);
    const none = { median: null, mean: null, count: 0 };
    const own = {
      ...{ questionCount: 3, openCount: 1, openShare: 1 / 3, waitAfterOpenSeconds: none, waitAfterClosedSeconds: none },
      ...{ spokenSeconds: 80, spokenShare: 0.5 },
      ...{ educatorSeconds: 60, educatorShare: 0.75, childrenSeconds: null, childrenShare: null },
    };
    const page = (byLanguage: typeof plain.metrics.byLanguage, language?: 'es') =>
      exportReport({ ...plain, metrics: { ...plain.metrics, byLanguage } }, language);
    expect(page({ en: own, es: own })).toContain(
      '<tr><th scope="row">Spanish</th><td>3</td><td>33%</td><td>–</td><td>–</td><td>50%</td><td>75%</td><td>–</td></tr>',
    );
    expect(page({ en: own, es: own }, 'es')).toContain('<tr><th scope="row">Español</th>');
    const silent = { ...own, questionCount: 0, openCount: 0, openShare: null, spokenShare: 0.125, educatorShare: 0.25 };
    expect(page({ en: own, fr: silent, und: silent })).toMatch(
      /<th scope="row">French<\/th><td>0<\/td>(<td>–<\/td>){3}<td>13%<\/td><td>25%<\/td>.*\n?<tr><th scope="row">Another language</,
    );
    expect(page({ en: own })).not.toContain('By language');
  });

  test('says in which language each question was asked', () => {
    const lesson = longLesson(4);
    const spanish = lesson.questions.map((one, at) => (at === 0 ? { ...one, language: 'es' as const } : one));
    const [segment] = lesson.transcript.segments;
    const told = (language: string, from: Partial<NonNullable<typeof segment>>) => ({
      ...lesson,
      questions: spanish,
      transcript: { ...lesson.transcript, language, segments: [{ start: 0, end: 1, text: 'x', ...from }] },
    });
    const tongues = (html: string) =>
      new Set([...html.matchAll(/class="question" dir="auto" lang="(\w+)"/g)].map(([, language]) => language));
    // English is what nobody says of a question, also where the lesson is mostly in Spanish.
    expect(tongues(exportReport(told('es', { language: 'es' })))).toEqual(new Set(['es', 'en']));
    // A lesson of before, that was heard in one language.
    expect(tongues(exportReport(told('fr', {})))).toEqual(new Set(['es', 'fr']));
  });

  test('cuts a question that is too long for its line between characters', () => {
    const page = exportReport(hostileLesson('🙃'.repeat(200)));
    expect(page).toContain(`>${'🙃'.repeat(129)}…</span>`);
  });
});

describe('the longest waits', () => {
  test('are five, longest first, without those of nothing or unknown', () => {
    const questions = [null, 0, 1, 6, 3, 2, 5, 4].map((waitTimeSeconds) =>
      question({ waitTimeSeconds, text: String(waitTimeSeconds) }),
    );
    expect(texts(longestWaits(questions))).toEqual(['6', '5', '4', '3', '2']);
    expect(longestWaits(questions.slice(0, 2))).toEqual([]);
  });
});

describe('the open questions to look at again', () => {
  test('are of different kinds before they are sure ones', () => {
    const subtypes = ['explain', 'explain', 'explain', 'explain', 'explain', 'predict'] as const;
    const questions = subtypes.map((subtype, index) =>
      question({ id: String(index), text: `${subtype} ${index}`, subtype, confidence: 0.9 - index / 10, start: index }),
    );
    expect(texts(openExamples(questions))).toEqual(['explain 0', 'explain 1', 'explain 2', 'explain 3', 'predict 5']);
  });

  test('are what counts as open: closed by a person, read aloud or said before is left out', () => {
    const questions = [
      question({ text: 'closed now?', review }),
      question({ text: 'Who is in my bed?', quoted: true }),
      question({ text: 'Why, then?', start: 5 }),
      question({ text: 'why then', start: 7, confidence: 0.6 }),
      question({ text: 'open now?', start: 8, label: 'CEQ', review: { ...review, label: 'OEQ' } }),
    ];
    expect(texts(openExamples(questions))).toEqual(['Why, then?', 'open now?']);
  });
});

test('waits are counted where they belong, with three seconds as a border', () => {
  const waits = [0, 0.99, 1, 2.99, 3, 4.9, 10, 30, null];
  const questions = waits.map((waitTimeSeconds) => question({ waitTimeSeconds }));
  expect(waitsAfter('OEQ', questions)).toEqual({ label: 'OEQ', counts: [2, 1, 1, 2, 0, 2], unknown: 1 });
  expect(waitsAfter('CEQ', questions).counts).toEqual([0, 0, 0, 0, 0, 0]);
});

test('the balance is of the codes that count, in thirds of the lesson', () => {
  const questions = [question({ start: 1 }), question({ start: 31 }), question({ start: 61, review })];
  expect(balances(questions, 90)).toEqual([
    { open: 2, closed: 1 },
    { open: 1, closed: 0 },
    { open: 1, closed: 0 },
    { open: 0, closed: 1 },
  ]);
});
