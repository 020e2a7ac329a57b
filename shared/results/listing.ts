import type { SqlParameter } from '@azure/cosmos';
import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import type { Lesson } from '../lessons/lesson.ts';
import type { Reach } from '../lessons/reach.ts';
import { documents, inDatabase } from './database.ts';
import { readLesson } from './lessons.ts';
import { type LessonFilter, lookupSchema } from './lookup.ts';
import { reached } from './reached.ts';

/** How many words of a search count; more would only narrow what is narrow. */
const searchWords = 10;

// Each needs its composite index, in both directions, in infra/cosmos.json.
const sortPaths = {
  uploadedAt: 'c.uploadedAt',
  title: 'c.lookup.title',
  openShare: 'c.lookup.openShare',
  clearShare: 'c.lookup.clearShare',
} as const;

// Days as recordedOnOf has them, and else of the upload; words as lookupOf writes them. What not everybody may read, nobody
// else finds anything by: neither the educator nor what the recording says of its day.
const everything = { days: ['c.recordedOn', 'c.result.recordedOn', 'c.uploadedAt'], words: ['c.lookup.words'] };
const shownToAll = { days: ['c.recordedOn', 'c.uploadedAt'], words: ['c.lookup.title', 'LOWER(c.fileName)'] };

/** Where a page ended. Cosmos DB's own tokens do not come with ORDER BY over several partitions. */
export const positionSchema = z.strictObject({ value: z.union([z.string(), z.number()]), id: z.string() });
export type Position = z.infer<typeof positionSchema>;

export interface LessonPage {
  readonly lessons: Lesson[];
  /** Where it ended; undefined on the last page. */
  readonly end: Position | undefined;
}

/**
 * One page of the lessons that fit the filter, 1 to 200. A lesson that comes or goes between two pages moves no other
 * from one to the next.
 * @param reach those that whoever asks may have; no other leaves the database
 * @param after where the page before ended, with the same filter
 */
export async function listLessons(filter: LessonFilter, reach: Reach, after?: Position): Promise<LessonPage> {
  const query = listQuery(filter, reach, after);
  const partitionKey = filter.site ?? reached(reach).partitionKey;
  return inDatabase('listing lessons', async () => {
    const { resources } = await (await documents('lessons')).items
      .query(query, {
        maxItemCount: filter.limit + 1,
        ...(partitionKey === undefined ? {} : { partitionKey }),
      })
      .fetchAll();
    const page = resources.slice(0, filter.limit);
    const last = resources.length > filter.limit ? page.at(-1) : undefined;
    return {
      lessons: page.map(readLesson),
      end: last === undefined ? undefined : positionOf(last, filter),
    };
  });
}

/** The query for a page and one lesson more. What a caller sent is in parameters, and nowhere in the text. */
export function listQuery(
  filter: LessonFilter,
  reach: Reach,
  after?: Position,
): { query: string; parameters: SqlParameter[] } {
  const within = reached(reach);
  const parameters: SqlParameter[] = [...within.parameters];
  const conditions: string[] = within.condition === undefined ? [] : [within.condition];
  const where = (condition: (name: string) => string, value: string | number | undefined) => {
    if (value === undefined) return;
    const name = `@p${parameters.length}`;
    parameters.push({ name, value });
    conditions.push(condition(name));
  };
  where((name) => `c.siteId = ${name}`, filter.site);
  where((name) => `c.status = ${name}`, filter.status);
  const { days, words } = filter.content ? everything : shownToAll;
  where((name) => onDay(days, '>=', name), filter.from);
  where((name) => onDay(days, '<', name), filter.to === undefined ? undefined : dayAfter(filter.to));
  where((name) => `c.educator = ${name}`, filter.educator);
  for (const word of wordsOf(filter.q))
    where((name) => `(${words.map((text) => `CONTAINS(${text}, ${name})`).join(' OR ')})`, word);

  const path = sortPaths[filter.sort];
  if (after !== undefined) {
    const { value, id } = after;
    const beyond = filter.order === 'asc' ? '>' : '<';
    parameters.push({ name: '@value', value }, { name: '@id', value: id });
    conditions.push(`(${path} ${beyond} @value OR (${path} = @value AND c.id ${beyond} @id))`);
  }
  const order = filter.order === 'asc' ? 'ASC' : 'DESC';
  const condition = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  parameters.push({ name: '@limit', value: filter.limit + 1 });
  return { query: `SELECT TOP @limit * FROM c${condition} ORDER BY ${path} ${order}, c.id ${order}`, parameters };
}

// Spelt out, since `??` would not be answered from the index.
function onDay(days: readonly string[], comparison: '>=' | '<', day: string): string {
  const cases = days.map((path, index) =>
    [...days.slice(0, index).map((earlier) => `NOT IS_DEFINED(${earlier})`), `${path} ${comparison} ${day}`].join(
      ' AND ',
    ),
  );
  return `(${cases.map((one) => `(${one})`).join(' OR ')})`;
}

function wordsOf(text: string | undefined): string[] {
  return (text ?? '').toLowerCase().split(/\s+/u).filter(Boolean).slice(0, searchWords);
}

function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

function positionOf(document: unknown, { sort }: LessonFilter): Position {
  const { id, uploadedAt, lookup } = z
    .object({ id: z.string(), uploadedAt: z.string(), lookup: lookupSchema.optional() })
    .parse(document);
  if (sort === 'uploadedAt') return { id, value: uploadedAt };
  if (lookup === undefined) throw new PermanentError('internal', 'A lesson without sort keys was sorted by one.');
  return { id, value: lookup[sort] };
}
