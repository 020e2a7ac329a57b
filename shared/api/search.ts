import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { inParallel } from '../inParallel.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { recordedOnOf } from '../lessons/recordedOn.ts';
import type { Segment, Transcript } from '../lessons/transcript.ts';
import { maskDetails, maskerFor } from '../names/maskLesson.ts';
import { correctedTranscript } from '../questions/correctedLines.ts';
import { isRemoved } from '../questions/removedWords.ts';
import { listLessons, positionSchema } from '../results/listing.ts';
import { pageKey } from '../results/pageKey.ts';
import { readLineChanges } from '../results/reviewing.ts';
import { readRoster } from '../results/roster.ts';
import { isSaidIn, type Sought, soughtIn } from '../search/saidWords.ts';
import { readTranscript } from '../storage/readTranscript.ts';
import { log } from '../telemetry/log.ts';
import type { Rights } from './access.ts';
import { type Asking, seal, unseal } from './continuation.ts';
import type { SearchResponse, searchRequestSchema } from './contract.ts';

type Line = SearchResponse['lines'][number];
type Names = z.output<typeof searchRequestSchema>['names'];

/** Where an answer ended: after a lesson, or within the next one after so many of its lines. */
const placeSchema = z.strictObject({ after: positionSchema.optional(), lines: z.int().nonnegative() });
type Place = z.infer<typeof placeSchema>;

// A lesson is a file and a small query, side by side. Two hundred of half an hour took nine seconds on two busy cores, of
// which reading alone took seven (npm run bench -- search): a request answers long before anybody gives it up.
const pageSize = 25;
const readAtOnce = 8;
const mostLessons = 200;

/**
 * The lines of the caller's lessons in which something is said. There is no index: each lesson's own transcript is read,
 * and people's corrections of it, so that what was deleted, withdrawn or corrected is so for a search, too.
 * @throws Problem 400 for a continuation of something else
 */
export async function search(
  { q, names, limit, continuation, ...chosen }: z.output<typeof searchRequestSchema>,
  { reach }: Rights,
): Promise<SearchResponse> {
  const sought = soughtIn(q);
  const order = { sort: 'uploadedAt', order: 'desc', limit: pageSize, content: true } as const;
  const filter = { ...chosen, ...order };
  const asking: Asking = { reach, filter, said: [JSON.stringify(sought), names] };
  const begin: Place = { lines: 0 };
  let place = continuation === undefined ? begin : unseal(await pageKey(), continuation, asking, placeSchema);
  const lines: Line[] = [];
  for (let lookedThrough = 0; ; ) {
    const page = await listLessons(filter, reach, place.after);
    const found = await inParallel(readAtOnce, page.lessons, (lesson) => saidIn(lesson, sought, names));
    for (const [index, lesson] of page.lessons.entries()) {
      const own = (found[index] ?? []).slice(place.lines);
      const room = limit - lines.length;
      lines.push(...own.slice(0, room));
      if (own.length > room) {
        const next = { ...place, lines: place.lines + room };
        return { lines, lookedThrough: lookedThrough + 1, continuation: seal(await pageKey(), next, asking) };
      }
      place = { after: { value: lesson.uploadedAt, id: lesson.id }, lines: 0 };
      lookedThrough += 1;
    }
    if (page.end === undefined) return { lines, lookedThrough };
    if (lines.length >= limit || lookedThrough >= mostLessons)
      return { lines, lookedThrough, continuation: seal(await pageKey(), place, asking) };
  }
}

async function saidIn(lesson: Lesson, sought: Sought, names: Names): Promise<Line[]> {
  const { id: lessonId, siteId, result, uploadedAt } = lesson;
  if (result === undefined) return [];
  const [heard, corrected] = await Promise.all([
    readTranscript({ lessonId, revision: result.revision }).catch((error: unknown) => {
      if (!(error instanceof PermanentError)) throw error;
      // One damaged file keeps nobody from the others; its own lesson says so.
      log(console, 'error', 'search.unreadable', { lessonId });
      return null;
    }),
    readLineChanges({ siteId, lessonId }, result.revision),
  ]);
  if (heard === null) return [];
  const transcript = correctedTranscript(heard, corrected);
  const found = transcript.segments.filter((segment) => !isRemoved(segment) && isSaidIn(segment.text, sought));
  if (found.length === 0) return [];
  const day = recordedOnOf(lesson) ?? uploadedAt.slice(0, 10);
  if (names === 'masked') return masked(lesson, day, transcript, found, sought);
  return found.map(({ start, end, text }) => ({ lessonId, siteId, title: lesson.title, day, start, end, text }));
}

/** What is found also when names are masked, the school's among them; by a name nothing is. */
async function masked(
  lesson: Lesson,
  day: string,
  transcript: Transcript,
  found: readonly Segment[],
  sought: Sought,
): Promise<Line[]> {
  const { educator } = lesson;
  const { names } = await readRoster(lesson.siteId);
  const masker = await maskerFor(transcript, educator === undefined ? names : [...names, educator], lesson.siteId);
  const { siteId, title } = maskDetails(masker, lesson);
  return found
    .map(({ start, end, text }) => ({ lessonId: lesson.id, siteId, title, day, start, end, text: masker.mask(text) }))
    .filter(({ text }) => isSaidIn(text, sought));
}
