import { z } from 'zod';
import { coderKey } from '../studies/coderKey.ts';
import { type Coding, codingSchema, type Settled, type Study, settledSchema, studySchema } from '../studies/study.ts';
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
  return (await write({ ...study, studyId: study.id, kind: 'study' }, unwritten)) !== null;
}

export async function readStudy(id: string): Promise<Study | null> {
  return (await read(id, id, studySchema))?.value ?? null;
}

/** All studies, the newest first. */
export async function listStudies(): Promise<Study[]> {
  const found = await all("SELECT * FROM c WHERE c.kind = 'study'", {}, studySchema);
  return found.map(({ value }) => value).toSorted((a, b) => (a.at < b.at ? 1 : -1));
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
    const query = 'SELECT * FROM c WHERE c.kind = @kind AND c.at >= @since';
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
    let deleted = 0;
    for (const { id, studyId } of z.array(rowSchema).parse(resources)) {
      try {
        await container.item(id, studyId).delete();
        deleted += 1;
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    }
    return deleted;
  });
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
