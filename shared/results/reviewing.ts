import { z } from 'zod';
import type { LessonResult } from '../lessons/lesson.ts';
import type { CodedQuestion } from '../lessons/question.ts';
import { type ReviewEvent, reviewEventSchema } from '../lessons/reviewEvent.ts';
import { type ReviewState, reviewState } from '../questions/reviewState.ts';
import type { FoundVoices } from '../speakers/saidVoices.ts';
import { documents, inDatabase, statusOf } from './database.ts';
import { type Place, stored } from './questions.ts';

/** A revision's questions as the machine found them, what people said of them, and what both come to. */
export interface Reviewing {
  readonly found: readonly CodedQuestion[];
  /** In the order of their numbers. */
  readonly events: readonly ReviewEvent[];
  readonly state: ReviewState;
}

/** No question's id has a tilde, so that events and questions never meet. */
const eventId = (revision: string, sequence: number) => `${revision}~${String(sequence).padStart(6, '0')}`;

const anySchema = z.looseObject({ change: z.unknown().optional() });

/** What of a lesson's result says whose voices are heard in it. */
export type HeardResult = Pick<LessonResult, 'completedAt' | 'speakers'>;

/** The voices of a result; undefined where they were not told apart. */
export const voicesOf = ({ completedAt, speakers }: HeardResult): FoundVoices | undefined =>
  speakers?.state === 'told' ? { analysis: completedAt, voices: speakers.voices } : undefined;

/**
 * Reads all that there is of one revision.
 * @param result of the lesson as it is shown; without it nothing follows from whose the voices are
 */
export async function readReviewing(place: Place, revision: string, result?: HeardResult): Promise<Reviewing> {
  const rows = await inDatabase('reading questions and what people said of them', async () => {
    const { resources } = await (await documents('questions')).items
      .query(
        {
          query: 'SELECT * FROM c WHERE c.revision = @revision AND c.siteId = @site AND c.lessonId = @lesson',
          parameters: [
            { name: '@revision', value: revision },
            { name: '@site', value: place.siteId },
            { name: '@lesson', value: place.lessonId },
          ],
        },
        { partitionKey: [place.siteId, place.lessonId] },
      )
      .fetchAll();
    return z.array(anySchema).parse(resources);
  });
  const events = rows.filter(({ change }) => change !== undefined).map(readEvent);
  const found = rows.filter(({ change }) => change === undefined).map((row) => stored(row).question);
  const inOrder = events.toSorted((a, b) => a.sequence - b.sequence);
  return { found, events: inOrder, state: reviewState(found, inOrder, result && voicesOf(result)) };
}

/** A document as the event that it holds; its own id is under another name, since that of a document is its number's. */
function readEvent(document: unknown): ReviewEvent {
  const { eventId: id } = z.looseObject({ eventId: z.string() }).parse(document);
  return reviewEventSchema.parse({ ...z.looseObject({}).parse(document), id });
}

/** Writes an event under its number. @returns false when that number is taken: somebody was faster. */
export async function appendEvent(place: Place, revision: string, event: ReviewEvent): Promise<boolean> {
  const { id, ...rest } = event;
  const document = { ...rest, eventId: id, ...place, revision, id: eventId(revision, event.sequence) };
  return inDatabase('writing what a person said', async () => {
    try {
      await (await documents('questions')).items.create(document);
      return true;
    } catch (error) {
      if (statusOf(error) === 409) return false;
      throw error;
    }
  });
}

/** What people have corrected of a revision's transcript, the newest last; without what they took back. */
export async function readLineChanges(place: Place, revision: string): Promise<ReviewState['lines']> {
  return inDatabase('reading corrected lines', async () => {
    const { resources } = await (await documents('questions')).items
      .query(
        {
          query: `SELECT * FROM c WHERE c.revision = @revision AND c.siteId = @site AND c.lessonId = @lesson
            AND (c.change.kind = 'line' OR c.change.kind = 'undone')`,
          parameters: [
            { name: '@revision', value: revision },
            { name: '@site', value: place.siteId },
            { name: '@lesson', value: place.lessonId },
          ],
        },
        { partitionKey: [place.siteId, place.lessonId] },
      )
      .fetchAll();
    return reviewState([], resources.map(readEvent)).lines;
  });
}

const placeSchema = z.object({ siteId: z.string(), lessonId: z.string(), revision: z.string() });
export type RevisionPlace = z.infer<typeof placeSchema>;

/** The revisions of which any person said anything. Reads page by page; meant for reports. */
export async function reviewedRevisions(): Promise<RevisionPlace[]> {
  const found = new Map<string, RevisionPlace>();
  const pages = (await documents('questions')).items.query(
    'SELECT c.siteId, c.lessonId, c.revision FROM c WHERE IS_DEFINED(c.change) OR IS_DEFINED(c.review)',
  );
  while (pages.hasMoreResults()) {
    const page = await inDatabase('looking for reviews', () => pages.fetchNext());
    for (const row of page.resources ?? []) {
      const place = placeSchema.parse(row);
      found.set(`${place.lessonId} ${place.revision}`, place);
    }
  }
  return [...found.values()];
}

/** The events of all lessons since a moment, one by one. */
export async function* eventsSince(since: Date): AsyncGenerator<{ place: RevisionPlace; event: ReviewEvent }> {
  const pages = (await documents('questions')).items.query({
    query: 'SELECT * FROM c WHERE IS_DEFINED(c.change) AND c.at >= @since',
    parameters: [{ name: '@since', value: since.toISOString() }],
  });
  while (pages.hasMoreResults()) {
    const page = await inDatabase('reading what people said', () => pages.fetchNext());
    for (const row of page.resources ?? []) yield { place: placeSchema.parse(row), event: readEvent(row) };
  }
}
