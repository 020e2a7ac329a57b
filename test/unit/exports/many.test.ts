import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { csvRows } from '../../../shared/exports/column.ts';
import { archiveReadme, dataDictionary } from '../../../shared/exports/many/dictionary.ts';
import { Folders } from '../../../shared/exports/many/folders.ts';
import { citation } from '../../../shared/exports/many/provenance.ts';
import { lessonRows, questionRows } from '../../../shared/exports/many/tables.ts';
import { zipOf } from '../../../shared/exports/zip.ts';
import { taken } from '../../../testing/lessons.ts';
import { empty } from '../../../testing/transcripts.ts';

describe('folders of an archive', () => {
  test('are never two alike, as Windows and macOS take names', () => {
    const folders = new Folders();
    const names = [
      folders.of('Boats', 'aaaaaaaa1111'),
      folders.of('boats', 'bbbbbbbb2222'),
      folders.of('BOATS', 'bbbbbbbb3333'),
      folders.of('Café', 'cccccccc1111'),
      folders.of('Cafe\u0301', 'dddddddd1111'),
    ];
    expect(names).toEqual(['Boats', 'boats (bbbbbbbb)', 'BOATS (bbbbbbbb3333)', 'Café', 'Café (dddddddd)']);
  });

  test.each([
    ['../../etc/passwd', 'etc passwd'],
    ['..', 'lesson'],
    ['C:\\x', 'C x'],
    ['CON', 'lesson CON'],
    ['name. ', 'name'],
  ])('of %j lead nowhere else', (title, expected) => {
    expect(new Folders().of(title, 'aaaaaaaa')).toBe(expected);
  });
});

describe('an archive', () => {
  async function* files(count: number) {
    for (let at = 0; at < count; at += 1) yield { name: `é ${at}.txt`, text: `text ${at}` };
    async function* pieces() {
      yield 'one, ';
      yield 'two';
    }
    yield { name: 'pieces.txt', text: pieces() };
  }

  test('holds its files, those in pieces as well', async () => {
    const archive = unzipSync(Buffer.concat(await Array.fromAsync(zipOf(files(2)))));
    const texts = Object.entries(archive).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]);
    expect(texts).toEqual([
      ['é 0.txt', 'text 0'],
      ['é 1.txt', 'text 1'],
      ['pieces.txt', 'one, two'],
    ]);
  });

  test('asks for a file when the one before is taken, and for none after its reader has gone', async () => {
    let asked = 0;
    async function* endless() {
      for (;;) {
        asked += 1;
        yield { name: `${asked}`, text: 'x' };
      }
    }
    for await (const _ of zipOf(endless())) break;
    expect(asked).toBe(1);
  });

  test('ends with the error of a file, not as if it were whole', async () => {
    async function* torn() {
      yield { name: 'a', text: 'x' };
      throw new Error('torn');
    }
    await expect(Array.fromAsync(zipOf(torn()))).rejects.toThrow('torn');
  });

  test.each([
    ['files', { files: 2, bytes: 10_000 }],
    ['bytes', { files: 10, bytes: 50 }],
  ])('with more %s than it may have is refused, never cut', async (_, limits) => {
    await expect(Array.fromAsync(zipOf(files(2), limits))).rejects.toThrow('too large');
  });
});

const dictionary = (language: 'en' | 'es') =>
  parse<Record<string, string>>(dataDictionary(language), { bom: true, columns: true });

test('the dictionary describes every column of every table, in the language that is asked for', () => {
  for (const language of ['en', 'es'] as const)
    for (const row of dictionary(language))
      expect(row, JSON.stringify(row)).toMatchObject({ meaning: expect.stringMatching(/./u) });
  const meaning = (language: 'en' | 'es') =>
    dictionary(language).find(({ file, column }) => file === 'lessons.csv' && column === 'questionsSpanish');
  expect(meaning('en')).toMatchObject({ type: 'number', meaning: 'questions in Spanish that count' });
  expect(meaning('es')).toMatchObject({ type: 'número', meaning: 'preguntas en español que cuentan' });
  expect(archiveReadme('en')).toMatch(/^What is here\n=+\n\nquestions\.csv {8}a row a question, with its lesson\n/u);
  expect(archiveReadme('es')).toMatch(/^Qué hay aquí\n=+\n\nquestions\.csv {8}una fila por pregunta, con su clase\n/u);
});

test('the dictionary has the columns of the questions in their order', () => {
  const described = dictionary('en')
    .filter(({ file }) => file === 'questions.csv')
    .map(({ column }) => column);
  const header = csvRows(questionRows, [], true).replace('\ufeff', '').trim().split(',');
  expect(described).toEqual(header);
  for (const name of ['lessonId', 'site', 'lesson', 'educator', 'date', 'reviewer', 'origin', 'label', 'text'])
    expect(header).toContain(name);
});

test("a lesson's row has the talk in each language, and that in all others together", () => {
  const segment = (start: number, end: number, language?: string) => ({
    ...{ start, end, text: 'x' },
    ...(language === undefined ? {} : { language }),
  });
  const told = [segment(0, 10, 'en'), segment(10, 12, 'es'), segment(12, 15, 'fr'), segment(15, 20, 'und')];
  const cells = (segments: readonly ReturnType<typeof segment>[]) => {
    const of = taken([], { ...empty(60), segments: [...segments] });
    const lesson = {
      ...{
        ...of.lesson,
        blobName: 'River School/sink.mp4',
        revision: of.result.revision,
        status: 'completed' as const,
      },
      ...{ sizeBytes: 1, updatedAt: of.lesson.uploadedAt, consent: 'unknown' as const },
    };
    return ['spokenShareEnglish', 'spokenShareSpanish', 'spokenShareOther', 'educatorShareOther'].map((name) =>
      lessonRows[name]?.cell({ lesson, taken: of, folder: '' }),
    );
  };
  // Nobody knows who speaks.
  expect(cells(told)).toEqual([0.5, 0.1, 0.4, '']);
  expect(cells([segment(0, 10, 'en')])).toEqual([1, '', 0, '']);
  expect(cells([segment(0, 10)])).toEqual(['', '', '', '']);
});

test('what is cited is one line', () => {
  const from = {
    askwell: '1.2.3',
    coding: { engine: 'local', largeModel: null, localModels: [{ language: 'en', version: 'local-1', sha256: 'ab' }] },
    speech: { model: 'whisper-base', language: 'en', weights: {} },
    settings: {},
    thresholds: { waitSeconds: 3 },
  };
  const extent = { at: '2026-11-29T08:00:00.000Z', lessons: 2, questions: 5, sha256: 'cd', names: 'masked' } as const;
  // SHA-256 of "[]".
  expect(citation(from, extent)).toBe(
    'Askwell 1.2.3; coding local (en local-1 sha256:ab); speech whisper-base (en) weights sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945; thresholds waitSeconds 3; ' +
      'settings sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945; ' +
      '2 lessons, 5 questions, names masked; questions.csv sha256:cd; exported 2026-11-29T08:00:00.000Z\n',
  );
});
