import { z } from 'zod';
import { TransientError } from '../errors.ts';
import { coderKey, plainCoder } from '../studies/coderKey.ts';
import { type Coding, codingSchema, type Settled, type Study, settledSchema, studySchema } from '../studies/study.ts';
import { beaten, whileBeaten } from '../whileBeaten.ts';
import { documents, inDatabase, statusOf } from './database.ts';

/** The ETag of what nobody has written yet. */
export const unwritten = 'none';

export interface Stored<T> {
  readonly value: T;
  /** As the database says it. */
  readonly etag: string;
}

type Of = { readonly studyId: string; readonly lessonId: string };
const codingId = ({ studyId, lessonId, coder }: Of & { coder: string }) => `${studyId}~${lessonId}~${coderKey(coder)}`;
const settledId = ({ studyId, lessonId }: Of) => `${studyId}~${lessonId}~settled`;

/** Begins a study. @returns false when there is one of this id. */
export async function createStudy(study: Study): Promise<boolean> {
  return (await write(documentOf(study), unwritten)) !== null;
}

/** By `lookup` a coder's studies are found without reading all. */
const documentOf = (study: Study) => ({
  ...study,
  studyId: study.id,
  kind: 'study' as const,
  lookup: { coders: study.coders.map(plainCoder) },
});

/** Closes a study. @returns it as it then is, or null when there is none */
export async function closeStudy(id: string, at: Date): Promise<Study | null> {
  const closed = await whileBeaten<Study | null>(async () => {
    const stored = await read(id, id, studySchema);
    if (stored === null || stored.value.closedAt !== undefined) return stored?.value ?? null;
    const next = { ...stored.value, closedAt: at.toISOString() };
    return (await write(documentOf(next), stored.etag)) === null ? beaten : next;
  });
  if (closed === beaten)
    throw new TransientError('database-unavailable', 'The study is being changed by many at once.');
  return closed;
}

export async function readStudy(id: string): Promise<Study | null> {
  return (await read(id, id, studySchema))?.value ?? null;
}

/** All studies, the newest first. */
export async function listStudies(): Promise<Study[]> {
  const found = await all("SELECT * FROM c WHERE c.kind = 'study'", {}, studySchema);
  return found.map(({ value }) => value).toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

const openSchema = studySchema.pick({ id: true, coders: true, assignments: true });

/** The studies that are not closed in which somebody codes who is known by one of these names. */
export async function openStudiesOf(names: readonly string[]): Promise<z.infer<typeof openSchema>[]> {
  if (names.length === 0) return [];
  return inDatabase('looking for studies', async () => {
    const parameters = names.map((name, index) => ({ name: `@name${index}`, value: plainCoder(name) }));
    const named = parameters.map(({ name }) => `ARRAY_CONTAINS(c.lookup.coders, ${name})`).join(' OR ');
    const query = `SELECT c.id, c.coders, c.assignments FROM c WHERE c.kind = 'study' AND NOT IS_DEFINED(c.closedAt) AND (${named})`;
    const { resources } = await (await documents('studies')).items.query({ query, parameters }).fetchAll();
    return z.array(openSchema).parse(resources);
  });
}

/** The lessons of a study that all have handed in, and of which nothing is left to settle. */
export async function settledLessonsOf(studyId: string): Promise<string[]> {
  return inDatabase('looking for settled lessons', async () => {
    const query = "SELECT c.lessonId FROM c WHERE c.kind = 'settled' AND c.open = 0 AND c.studyId = @study";
    const parameters = [{ name: '@study', value: studyId }];
    const { resources } = await (await documents('studies')).items
      .query({ query, parameters }, { partitionKey: studyId })
      .fetchAll();
    return z
      .array(z.object({ lessonId: z.string() }))
      .parse(resources)
      .map(({ lessonId }) => lessonId);
  });
}

export async function readCoding(of: Of & { readonly coder: string }): Promise<Stored<Coding> | null> {
  return read(codingId(of), of.studyId, codingSchema);
}

/**
 * Writes a coder's codes of a lesson.
 * @param basedOn the ETag of what was read, `unwritten` where there was none
 * @returns the new ETag, or null when somebody was faster
 */
export async function writeCoding(coding: Coding, basedOn: string): Promise<string | null> {
  return write({ ...coding, id: codingId(coding), kind: 'coding' }, basedOn);
}

/** All codings of a study. */
export async function codingsOf(studyId: string): Promise<Coding[]> {
  const query = "SELECT * FROM c WHERE c.kind = 'coding' AND c.studyId = @study";
  return (await all(query, { study: studyId }, codingSchema, studyId)).map(({ value }) => value);
}

/** What was settled in a study, by lesson. */
export async function settledOf(studyId: string): Promise<Map<string, Stored<Settled>>> {
  const query = "SELECT * FROM c WHERE c.kind = 'settled' AND c.studyId = @study";
  const found = await all(query, { study: studyId }, settledSchema, studyId);
  return new Map(found.map((stored) => [stored.value.lessonId, stored]));
}

export async function readSettled(of: Of): Promise<Stored<Settled> | null> {
  return read(settledId(of), of.studyId, settledSchema);
}

/** As `writeCoding`. */
export async function writeSettled(settled: Settled, basedOn: string): Promise<string | null> {
  return write({ ...settled, id: settledId(settled), kind: 'settled' }, basedOn);
}

/** What people coded and settled since a moment, for its copy beside the recordings. */
export async function saidInStudiesSince(
  since: Date,
): Promise<{ studies: Study[]; codings: Coding[]; settled: Settled[] }> {
  const of = async <T extends z.ZodType>(kind: string, schema: T) => {
    const query = 'SELECT * FROM c WHERE c.kind = @kind AND (c.at >= @since OR c.closedAt >= @since)';
    return (await all(query, { kind, since: since.toISOString() }, schema)).map(({ value }) => value);
  };
  return {
    studies: await of('study', studySchema),
    codings: await of('coding', codingSchema),
    settled: await of('settled', settledSchema),
  };
}

const rowSchema = z.object({ id: z.string(), studyId: z.string() });

/** Deletes all that people coded of a lesson, in every study. @returns how many documents */
export async function deleteCodings(lessonId: string): Promise<number> {
  return inDatabase('deleting codings', async () => {
    const container = await documents('studies');
    const { resources } = await container.items
      .query({
        query: 'SELECT c.id, c.studyId FROM c WHERE c.lessonId = @lesson',
        parameters: [{ name: '@lesson', value: lessonId }],
      })
      .fetchAll();
    return deleteAll(z.array(rowSchema).parse(resources));
  });
}

/** Deletes a study with all that people coded and settled in it, its plan last. @returns how many codings and settlements */
export async function deleteStudy(studyId: string): Promise<number> {
  return inDatabase('deleting a study', async () => {
    const query = 'SELECT c.id, c.studyId FROM c WHERE c.studyId = @study';
    const parameters = [{ name: '@study', value: studyId }];
    const { resources } = await (await documents('studies')).items
      .query({ query, parameters }, { partitionKey: studyId })
      .fetchAll();
    const rows = z.array(rowSchema).parse(resources);
    const deleted = await deleteAll(rows.filter(({ id }) => id !== studyId));
    await deleteAll(rows.filter(({ id }) => id === studyId));
    return deleted;
  });
}

async function deleteAll(rows: readonly z.infer<typeof rowSchema>[]): Promise<number> {
  const container = await documents('studies');
  let deleted = 0;
  for (const { id, studyId } of rows) {
    try {
      await container.item(id, studyId).delete();
      deleted += 1;
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  }
  return deleted;
}

const etagSchema = z.object({ _etag: z.string() });
const storedOf = <T extends z.ZodType>(document: unknown, schema: T): Stored<z.infer<T>> => ({
  value: schema.parse(document),
  etag: etagSchema.parse(document)._etag,
});

async function read<T extends z.ZodType>(id: string, studyId: string, schema: T): Promise<Stored<z.infer<T>> | null> {
  return inDatabase('reading a study', async () => {
    const { resource } = await (await documents('studies')).item(id, studyId).read();
    return resource === undefined ? null : storedOf(resource, schema);
  });
}

async function all<T extends z.ZodType>(
  query: string,
  values: Readonly<Record<string, string>>,
  schema: T,
  partitionKey?: string,
): Promise<Stored<z.infer<T>>[]> {
  return inDatabase('reading studies', async () => {
    const parameters = Object.entries(values).map(([name, value]) => ({ name: `@${name}`, value }));
    const { resources } = await (await documents('studies')).items
      .query({ query, parameters }, partitionKey === undefined ? {} : { partitionKey })
      .fetchAll();
    return resources.map((document) => storedOf(document, schema));
  });
}

type Document = { readonly id: string; readonly studyId: string; readonly kind: 'study' | 'coding' | 'settled' };

async function write(document: Document, basedOn: string): Promise<string | null> {
  return inDatabase('writing in a study', async () => {
    const container = await documents('studies');
    try {
      const written =
        basedOn === unwritten
          ? await container.items.create(document)
          : await container
              .item(document.id, document.studyId)
              .replace(document, { accessCondition: { type: 'IfMatch', condition: basedOn } });
      return written.etag;
    } catch (error) {
      const status = statusOf(error);
      if (status === 404 || status === 409 || status === 412) return null;
      throw error;
    }
  });
}
