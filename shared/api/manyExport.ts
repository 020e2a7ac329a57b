import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { csvRows } from '../exports/column.ts';
import { safeFileName } from '../exports/fileName.ts';
import { formats } from '../exports/formats.ts';
import type { LessonExport } from '../exports/lessonExport.ts';
import { archiveReadme, codebookTable, dataDictionary } from '../exports/many/dictionary.ts';
import { Folders } from '../exports/many/folders.ts';
import { citation } from '../exports/many/provenance.ts';
import { lessonRows, questionRows, type Taken } from '../exports/many/tables.ts';
import { type ZipFile, zipOf } from '../exports/zip.ts';
import type { Codebook } from '../lessons/codebook.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { isWithin } from '../lessons/reach.ts';
import { maskDetails, maskLesson, neutralName } from '../names/maskLesson.ts';
import { People } from '../names/people.ts';
import { findLessonAnywhere } from '../results/lessons.ts';
import { listLessons, type Position } from '../results/listing.ts';
import { readRoster } from '../results/roster.ts';
import { withTemporaryFolder } from '../storage/temporaryFolder.ts';
import type { Language } from '../words/texts.ts';
import type { Rights } from './access.ts';
import { type manyExportQuerySchema, mostExported } from './contract.ts';
import { Problem } from './problem.ts';
import { provenance } from './provenance.ts';
import { maskerOf, takenOf } from './takeAway.ts';

export type Selection = Omit<z.output<typeof manyExportQuerySchema>, 'names' | 'language'>;
type Names = z.output<typeof manyExportQuerySchema>['names'];

const pageSize = 200;

/** The lessons of a selection that the caller may take away, the oldest upload first. */
export async function* lessonsOf({ lessons: ids, ...filter }: Selection, { reach }: Rights): AsyncGenerator<Lesson> {
  if (ids !== undefined) {
    for (const id of new Set(ids.split(','))) {
      const found = await findLessonAnywhere(id);
      if (found !== null && isWithin(reach, found.lesson)) yield found.lesson;
    }
    return;
  }
  let after: Position | undefined;
  do {
    const asked = { ...filter, sort: 'uploadedAt', order: 'asc', limit: pageSize, content: true } as const;
    const page = await listLessons(asked, reach, after);
    yield* page.lessons;
    after = page.end;
  } while (after !== undefined);
}

/** @throws Problem 413 for more lessons than an archive holds, before anything is sent */
export async function assertFits(selection: Selection, rights: Rights): Promise<void> {
  let count = 0;
  for await (const _ of lessonsOf(selection, rights)) {
    count += 1;
    if (count > mostExported)
      throw new Problem(
        413,
        'too-many-lessons',
        'Too many lessons',
        `One file holds ${mostExported} lessons. Choose a site or days, and take the rest in another file.`,
      );
  }
}

async function* takenFrom(selection: Selection, rights: Rights, names: Names): AsyncGenerator<Taken> {
  const folders = new Folders();
  const educators = new People('educator');
  const reviewers = new People('reviewer');
  const schools = new People('school');
  for await (const lesson of lessonsOf(selection, rights)) {
    const whole = await contentOf(lesson);
    if (names === 'shown') {
      yield { lesson, taken: whole, folder: whole === null ? '' : folders.of(lesson.title, lesson.id) };
      continue;
    }
    const educator = lesson.educator === undefined ? undefined : educators.of(lesson.educator);
    const roster = (await readRoster(lesson.siteId)).names;
    const taken = whole === null ? null : await maskedAlike(whole, roster, educator, reviewers);
    const said = taken?.lesson ?? maskDetails(await maskerOf(lesson), lesson);
    const siteId = schools.of(lesson.siteId);
    const masked = { ...lesson, siteId, title: said.title, fileName: said.fileName, educator };
    const folder = taken === null ? '' : folders.of(neutralName(lesson.id), lesson.id);
    yield { lesson: masked, taken: taken && { ...taken, lesson: { ...taken.lesson, siteId } }, folder };
  }
}

async function contentOf(lesson: Lesson): Promise<LessonExport | null> {
  if (lesson.result === undefined) return null;
  try {
    return await takenOf(lesson, lesson.result);
  } catch (error) {
    // Its row in lessons.csv says so.
    if (error instanceof Problem && error.code === 'no-transcript') return null;
    throw error;
  }
}

async function maskedAlike(
  whole: LessonExport,
  roster: readonly string[],
  educator: string | undefined,
  reviewers: People,
): Promise<LessonExport> {
  const masked = await maskLesson(whole, roster);
  const by = new Map(whole.questions.map(({ id, review }) => [id, review?.by]));
  const questions = masked.questions.map((question) => {
    const name = by.get(question.id);
    return question.review === undefined || name === undefined
      ? question
      : { ...question, review: { ...question.review, by: reviewers.of(name) } };
  });
  return { ...masked, questions, lesson: { ...masked.lesson, educator } };
}

const rowsOf = (one: Taken) => {
  const { taken } = one;
  return taken === null ? [] : taken.questions.map((question) => ({ of: { ...one, taken }, question }));
};

/** All questions of a selection as one table, a row a question; one lesson is held at a time. */
export async function* questionsOfMany(selection: Selection, rights: Rights, names: Names): AsyncGenerator<string> {
  yield csvRows(questionRows, [], true);
  for await (const one of takenFrom(selection, rights, names)) {
    const rows = rowsOf(one);
    if (rows.length > 0) yield csvRows(questionRows, rows, false);
  }
}

/**
 * A selection as an archive: every lesson in every format, and the tables, codebook, dictionary and citation. One lesson
 * is held at a time; the tables grow in a file of its own until their turn comes.
 */
export async function* archiveOfMany(
  selection: Selection,
  rights: Rights,
  names: Names,
  language: Language,
): AsyncGenerator<Uint8Array> {
  // What `withTemporaryFolder` gives back is a promise; the archive is read while the folder is there.
  const channel = new TransformStream<Uint8Array, Uint8Array>();
  const work = withTemporaryFolder(async (folder) => {
    const writer = channel.writable.getWriter();
    for await (const piece of zipOf(filesOf(selection, rights, names, language, folder))) await writer.write(piece);
    await writer.close();
  });
  const failed = work.catch((error: unknown) => channel.writable.abort(error).catch(() => undefined));
  yield* channel.readable;
  await failed;
}

async function* filesOf(
  selection: Selection,
  rights: Rights,
  names: Names,
  language: Language,
  folder: string,
): AsyncGenerator<ZipFile> {
  const questionsPath = join(folder, 'questions.csv');
  const lessonsPath = join(folder, 'lessons.csv');
  const [questions, lessons] = [await open(questionsPath, 'wx', 0o600), await open(lessonsPath, 'wx', 0o600)];
  const hash = createHash('sha256');
  const counts = { lessons: 0, questions: 0 };
  const codebooks = new Map<string, Codebook>();
  const keep = async (text: string) => {
    hash.update(text);
    await questions.write(text);
  };
  try {
    yield { name: 'README.txt', text: archiveReadme(language) };
    yield { name: 'data-dictionary.csv', text: dataDictionary(language) };
    await keep(csvRows(questionRows, [], true));
    await lessons.write(csvRows(lessonRows, [], true));
    for await (const one of takenFrom(selection, rights, names)) {
      const rows = rowsOf(one);
      if (rows.length > 0) await keep(csvRows(questionRows, rows, false));
      await lessons.write(csvRows(lessonRows, [one], false));
      counts.lessons += 1;
      counts.questions += rows.length;
      const { taken } = one;
      if (taken === null) continue;
      codebooks.set(one.lesson.siteId, taken.codebook);
      for (const [extension, { write }] of Object.entries(formats))
        yield {
          name: `lessons/${one.folder}/${safeFileName(names === 'masked' ? neutralName(one.lesson.id) : one.lesson.title, extension)}`,
          text: write(taken, language),
        };
    }
  } finally {
    await Promise.all([questions.close(), lessons.close()]);
  }
  const from = await provenance();
  const at = new Date().toISOString();
  const extent = { at, ...counts, sha256: hash.digest('hex'), names };
  yield { name: 'questions.csv', text: createReadStream(questionsPath, 'utf8') };
  yield { name: 'lessons.csv', text: createReadStream(lessonsPath, 'utf8') };
  yield { name: 'codebook.csv', text: codebookTable(codebooks) };
  yield { name: 'provenance.json', text: `${JSON.stringify({ ...from, ...extent }, null, 2)}\n` };
  yield { name: 'citation.txt', text: citation(from, extent) };
}
