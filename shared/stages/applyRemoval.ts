import { z } from 'zod';
import { type ReviewBackup, rewriteBackup } from '../backup/reviewBackup.ts';
import { PermanentError } from '../errors.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import { analysisSchema } from '../lessons/lesson.ts';
import { type Removals, removedOf } from '../lessons/removal.ts';
import type { Span } from '../lessons/transcript.ts';
import { mergeSpans } from '../questions/spans.ts';
import { changeLesson } from '../results/lessons.ts';
import { refreshMetrics } from '../results/measured.ts';
import type { Place } from '../results/questions.ts';
import { codingsOfLesson, rewriteCoding, rewriteReviewing } from '../results/removing.ts';
import { toSrt, toVtt } from '../speech/subtitles.ts';
import { deletePrefix, readText, writeText } from '../storage/blobs.ts';
import { parseJson, writeJson } from '../storage/json.ts';
import { readTranscript } from '../storage/readTranscript.ts';
import { readRemovals, writeRemovals } from '../storage/removals.ts';
import { dropVoices, dropVoicesWithin } from '../storage/voices.ts';
import { coderKey } from '../studies/coderKey.ts';
import type { Coding, Settled } from '../studies/study.ts';
import { codingWithout, settledWithout } from '../studies/withoutStretches.ts';
import { type RemovalPlan, readPlan, removingLesson } from './removalPlan.ts';

/**
 * Writes everything that is kept of a lesson's words without a voice: transcript, analysis, questions, what people said
 * and coded, loudness. What it writes is decided (removalPlan.ts), so that the same again is the same.
 * @throws PermanentError 'superseded' when the lesson was replaced or deleted meanwhile
 */
export async function applyRemoval(place: Place): Promise<void> {
  const { lesson, plan, key } = await planned(place);
  // First of all: whatever is made of the recording from here on is made without the voice.
  const removals = withRemoval(await readRemovals(lesson.id), plan);
  await writeRemovals(lesson.id, removals);
  const { segments, language } = plan.transcript;
  await writeJson('transcripts', blobPaths.transcript(key, 'json'), plan.transcript);
  const [vtt, srt] = [toVtt(segments, language), toSrt(segments)];
  await writeText('transcripts', blobPaths.transcript(key, 'vtt'), vtt, 'text/vtt; charset=utf-8');
  await writeText('transcripts', blobPaths.transcript(key, 'srt'), srt, 'application/x-subrip; charset=utf-8');
  await muteWaveform(key, plan.removal.muted);
  await rewriteAnalysis(key, plan);
  await rewriteSaid(place, plan);
  await rewriteCodings(lesson.id, mergeSpans(plan.removal.spoken));
  for (const revision of plan.otherRevisions)
    for (const name of ['transcripts', 'media'] as const)
      await deletePrefix(name, blobPaths.prefix({ lessonId: lesson.id, revision }));
  await deletePrefix('work', `${lesson.id}/`);
  await dropVoicesWithin({ ...key, siteId: place.siteId }, plan.removal.muted);
  for (const revision of plan.otherRevisions) await dropVoices(lesson.id, revision);
  await changeLesson(place.siteId, lesson.id, (present) => {
    if (present?.result === undefined || present.removing?.id !== plan.removal.id) return null;
    const { result } = present;
    const speakers = result.speakers && { ...result.speakers, voices: plan.voices };
    return { ...present, result: { ...result, speakers }, removed: removedOf(removals) };
  });
  await refreshMetrics(place, plan.revision, () => readTranscript(key));
}

async function planned(place: Place) {
  const lesson = await removingLesson(place);
  const plan = await readPlan(place.lessonId);
  if (plan?.removal.id !== lesson.removing.id)
    throw new PermanentError('internal', 'Nothing is known of this removal.');
  return { lesson, plan, key: { lessonId: lesson.id, revision: plan.revision } };
}

function withRemoval(known: Removals | null, { revision, removal }: RemovalPlan): Removals {
  if (known === null || known.revision !== revision)
    return { schemaVersion: 1, revision, replacements: [], removals: [removal] };
  return { ...known, removals: [...known.removals.filter(({ id }) => id !== removal.id), removal] };
}

const waveformSchema = z.looseObject({ peaksPerSecond: z.number().positive(), peaks: z.array(z.number()) });

async function muteWaveform(key: { lessonId: string; revision: string }, muted: readonly Span[]): Promise<void> {
  const path = blobPaths.waveform(key);
  const text = await readText('transcripts', path);
  if (text === null) return;
  const waveform = parseJson(text, waveformSchema, `transcripts/${path}`);
  const isMuted = (at: number) =>
    muted.some(({ start, end }) => (at + 1) / waveform.peaksPerSecond > start && at / waveform.peaksPerSecond < end);
  const peaks = waveform.peaks.map((peak, at) => (isMuted(at) ? 0 : peak));
  await writeJson('transcripts', path, { ...waveform, peaks });
}

async function rewriteAnalysis(
  key: { lessonId: string; revision: string },
  { gone, written, voices }: RemovalPlan,
): Promise<void> {
  const path = blobPaths.analysis(key);
  const text = await readText('transcripts', path);
  if (text === null) return;
  const analysis = parseJson(text, analysisSchema, `transcripts/${path}`);
  const anew = new Map(written.map(({ review: _, ...question }) => [question.id, question]));
  const away = new Set(gone);
  const kept = analysis.questions
    .filter(({ id }) => !away.has(id))
    .map((question) => anew.get(question.id) ?? question);
  const known = new Set(kept.map(({ id }) => id));
  const questions = [...kept, ...[...anew.values()].filter(({ id }) => !known.has(id))];
  const speakers = analysis.result.speakers && { ...analysis.result.speakers, voices };
  await writeJson('transcripts', path, { ...analysis, result: { ...analysis.result, speakers }, questions });
}

/** The questions and what people said of them, in the database and beside the recording. */
async function rewriteSaid(place: Place, plan: RemovalPlan): Promise<void> {
  const { revision, gone, written, goneEvents, changedEvents, lastSequence } = plan;
  await rewriteReviewing(
    { ...place, revision },
    { gone: new Set(gone), written, goneEvents: new Set(goneEvents), changedEvents, lastSequence },
  );
  await rewriteBackup(place, (backup) => backupWithout(backup, plan));
}

function backupWithout(backup: ReviewBackup, plan: RemovalPlan): ReviewBackup {
  const { revision, removal, gone, written, goneEvents, changedEvents, lastSequence } = plan;
  const changed = new Map(changedEvents.map((event) => [event.id, event]));
  const away = new Set(goneEvents);
  const events = (backup.events[revision] ?? [])
    .filter(({ id, sequence }) => !away.has(id) && sequence <= lastSequence)
    .map((event) => changed.get(event.id) ?? event);
  const reviewed = written.flatMap(({ id, review }) =>
    review === undefined ? [] : [[id, { at: removal.at, review }] as const],
  );
  const before = Object.entries(backup.reviews[revision] ?? {}).filter(([id]) => !gone.includes(id));
  return {
    ...backup,
    events: { [revision]: events },
    reviews: { [revision]: Object.fromEntries([...before, ...reviewed]) },
  };
}

async function rewriteCodings(lessonId: string, taken: readonly Span[]): Promise<void> {
  for (const stored of await codingsOfLesson(lessonId)) {
    const { value } = stored;
    const left = leftOf(value, taken);
    if (left !== value) await rewriteCoding({ ...stored, value: left });
    const name = 'codes' in left ? coderKey(left.coder) : 'settled';
    await writeJson('transcripts', blobPaths.coding(lessonId, left.studyId, name), left);
  }
}

const leftOf = (value: Coding | Settled, taken: readonly Span[]) =>
  'codes' in value ? codingWithout(value, taken) : settledWithout(value, taken);

/**
 * The same once more of what came while it was done, of which nobody was told that it is kept: the app may have been
 * about to write it when the removal began.
 */
export async function sweepRemoval(place: Place): Promise<void> {
  const { plan } = await planned(place);
  await rewriteSaid(place, plan);
  await rewriteCodings(place.lessonId, mergeSpans(plan.removal.spoken));
}

/** Deletes what was decided: nobody needs it any more. @returns how many files of the lesson were written anew. */
export async function forgetPlan(lessonId: string): Promise<void> {
  await deletePrefix('transcripts', blobPaths.removalPlan(lessonId));
}
