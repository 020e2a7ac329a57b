import { restoredPicture } from '../backup/picture.ts';
import { emptyBackup, type ReviewBackup, readReviewBackup } from '../backup/reviewBackup.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Analysis, Lesson, Picture, SaidDetails, Source } from '../lessons/lesson.ts';
import type { CodedQuestion } from '../lessons/question.ts';
import { removedOf } from '../lessons/removal.ts';
import { changeLesson, deleteLessonDocument, findLesson, withUpload } from '../results/lessons.ts';
import { refreshMetrics } from '../results/measured.ts';
import { deleteQuestions } from '../results/questions.ts';
import { restoreEvents } from '../results/restoreEvents.ts';
import { type KeptQuestion, restoreQuestions } from '../results/restoreQuestions.ts';
import { pathsUnder } from '../storage/listing.ts';
import { readArrival, readDeparture } from '../storage/moves.ts';
import { readTranscript } from '../storage/readTranscript.ts';
import { removalsFrom } from '../storage/removals.ts';
import { dropVoices } from '../storage/voices.ts';
import { detailsOf } from './details.ts';
import { DamagedAnalysis, readAnalysis } from './readAnalysis.ts';
import { emptyReport, problem, type RebuildReport, sum } from './report.ts';
import { restoreCodings } from './restoreStudies.ts';

/**
 * Writes one lesson's documents back from what is in blob storage. Of several revisions the one that was completed last
 * is the lesson's result; of the others the questions come back that people reviewed. What the database has and is as
 * new or newer stays; run again, it changes nothing.
 * @throws TransientError when storage or database do not answer.
 */
export async function restoreLesson(lessonId: string): Promise<RebuildReport> {
  const reports: RebuildReport[] = [];
  const analyses: Analysis[] = [];
  // What is on its way here counts where it was; what has gone from here counts where it is.
  if (await isOnItsWay(lessonId)) return emptyReport;
  const departed = (await readDeparture(lessonId))?.revisions ?? [];
  const revisions = revisionsIn(lessonId, await pathsUnder('transcripts', `${lessonId}/`)).filter(
    (revision) => !departed.includes(revision),
  );
  for (const revision of revisions) {
    try {
      const analysis = await readAnalysis({ lessonId, revision });
      if (analysis !== null) analyses.push(analysis);
    } catch (error) {
      if (!(error instanceof DamagedAnalysis)) throw error;
      reports.push(problem(`transcripts/${blobPaths.analysis({ lessonId, revision })}`, error.message));
    }
  }
  const backup = await readReviewBackup(lessonId);
  if (backup === 'damaged') reports.push(problem(`transcripts/${blobPaths.people(lessonId)}`, 'it cannot be read'));
  const said = backup === 'damaged' ? emptyBackup : backup;
  const [newest, ...older] = analyses.toSorted((a, b) => (a.result.completedAt < b.result.completedAt ? 1 : -1));
  if (newest !== undefined) {
    for (const analysis of older) reports.push(await restoreReviewed(analysis, said));
    reports.push(await restoreNewest(newest, older, said, revisions));
    reports.push(await restoreCodings(lessonId));
  }
  return sum(reports);
}

/** Whether a lesson is moved here and does not count here yet. */
async function isOnItsWay(lessonId: string): Promise<boolean> {
  const arrival = await readArrival(lessonId);
  if (arrival?.move === undefined || arrival.done) return false;
  const { from } = arrival.move;
  if ((await readDeparture(from.lessonId))?.to !== lessonId) return true;
  return (await findLesson(from.siteId, from.lessonId))?.lesson.moving?.lessonId === lessonId;
}

/** The revisions of a lesson that have an analysis, from the names of its blobs; other names are not ours to read. */
export function revisionsIn(lessonId: string, paths: readonly string[]): string[] {
  const pattern = new RegExp(`^${lessonId}/([0-9a-f]{16})/analysis\\.json$`);
  return paths.flatMap((path) => pattern.exec(path)?.[1] ?? []);
}

async function restoreReviewed({ source, questions }: Analysis, backup: ReviewBackup): Promise<RebuildReport> {
  const reviewed = kept(questions, source.revision, backup).filter(({ said }) => said?.review != null);
  const written = await restoreQuestions(source, source.revision, reviewed, { replace: false, lost: false });
  const events = await restoreEvents(source, source.revision, backup.events[source.revision] ?? []);
  return { ...emptyReport, ...written, reviews: written.reviews + events };
}

// As when they are made: first the questions, then the lesson that points at them.
async function restoreNewest(
  analysis: Analysis,
  older: readonly Analysis[],
  backup: ReviewBackup,
  revisions: readonly string[],
): Promise<RebuildReport> {
  const { source, result } = analysis;
  const present = (await findLesson(source.siteId, source.lessonId))?.lesson;
  // Whether it was withheld meanwhile only the lost document knew.
  if (present === undefined) await dropVoices(source.lessonId);
  const known = present?.result?.completedAt ?? '';
  if (known > result.completedAt) return { ...emptyReport, left: 1 };
  const questions = kept(analysis.questions, source.revision, backup);
  const written = await restoreQuestions(source, source.revision, questions, {
    replace: known < result.completedAt,
    lost: present === undefined,
  });
  const events = backup.events[source.revision] ?? [];
  const reviews = written.reviews + (await restoreEvents(source, source.revision, events));
  const picture = await restoredPicture(source);
  const details = detailsOf(
    [...older, analysis].map((each) => each.source),
    backup.details,
  );
  const removed = removedOf({ removals: await removalsFrom(source) });
  const saved = await changeLesson(source.siteId, source.lessonId, (present) =>
    restored(present, analysis, { picture, details, revisions, removed }, new Date()),
  );
  if (await wasDeletedMeanwhile(source)) return emptyReport;
  const reviewed = events.length > 0 || questions.some(({ said }) => said?.review != null);
  if (reviewed && (saved !== null || reviews > 0))
    await refreshMetrics(source, source.revision, () => readTranscript(source));
  return { ...emptyReport, ...written, reviews, ...(saved === null ? { left: 1 } : { lessons: 1 }) };
}

// Whoever deletes a lesson deletes its files first and its documents then. Files that are there now, after the documents
// were written, mean that a deletion has yet to come to them; files that are gone, that it may have passed already.
async function wasDeletedMeanwhile(source: Source): Promise<boolean> {
  if ((await pathsUnder('transcripts', blobPaths.analysis(source))).length > 0) return false;
  await deleteQuestions(source, { kind: 'ofRevisions', revisions: new Set([source.revision]) });
  const left = await findLesson(source.siteId, source.lessonId);
  if (left?.lesson.revision === source.revision) await deleteLessonDocument(source.siteId, source.lessonId);
  return true;
}

/** What a lesson's document has besides its result. */
interface Besides {
  readonly picture: Picture | undefined;
  readonly details: SaidDetails;
  readonly revisions: readonly string[];
  /** What was taken out of the upload with voices. */
  readonly removed?: Lesson['removed'];
}

/** The lesson with what was found of it, or null where the database has as much. */
export function restored(
  present: Lesson | null,
  { source, result }: Analysis,
  { picture, details, revisions, removed }: Besides,
  now: Date,
): Lesson | null {
  if (present === null) {
    // What the upload said may have been cleared since: `details` knows.
    const fresh = withUpload(null, { ...source, details: {} }, now);
    // In which languages it was heard the analysis says.
    const { title = fresh.title, consent = fresh.consent, languages: _languages, ...rest } = details;
    const said = { title, consent, ...rest };
    const earlier = revisions.filter((revision) => revision !== source.revision);
    const earlierRevisions = earlier.length === 0 ? undefined : earlier;
    return {
      ...fresh,
      ...said,
      earlierRevisions,
      status: 'completed',
      updatedAt: result.completedAt,
      result,
      picture,
      removed,
    };
  }
  if (present.result !== undefined && present.result.completedAt >= result.completedAt) return null;
  // The lesson speaks of its newest upload; another one's result stands until that one completes.
  const isItsUpload = present.revision === source.revision;
  const newerUpload = !isItsUpload && present.uploadedAt >= source.uploadedAt;
  if (newerUpload) return { ...present, result };
  const moved = isItsUpload ? present : withUpload(present, source, now);
  const shown = present.picture === undefined || !isItsUpload ? picture : present.picture;
  return {
    ...moved,
    status: 'completed',
    updatedAt: result.completedAt,
    failure: undefined,
    result,
    picture: shown,
    removed: removed ?? moved.removed,
  };
}

function kept(questions: readonly CodedQuestion[], revision: string, backup: ReviewBackup): KeptQuestion[] {
  const ofRevision = backup.reviews[revision] ?? {};
  return questions.map((question) => ({ question, said: ofRevision[question.id] }));
}
