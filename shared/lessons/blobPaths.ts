import type { LessonKey } from './identity.ts';

/**
 * Blob containers; `videos` holds what people upload, `work` may be emptied at any time. `voices` is in an account of its
 * own, in which a deletion is final.
 */
export const containers = {
  videos: 'videos',
  media: 'media',
  transcripts: 'transcripts',
  work: 'work',
  voices: 'voices',
} as const;
export type ContainerName = keyof typeof containers;

type Revision = Pick<LessonKey, 'lessonId' | 'revision'>;
const prefix = ({ lessonId, revision }: Revision) => `${lessonId}/${revision}/`;
const padded = (index: number) => String(index).padStart(4, '0');

/** Where everything of one revision lies, by container. Paths are made of hashes and numbers alone. */
export const blobPaths = {
  prefix,
  /** @param removed how many voices were taken out of it: what was given out before is never given out again */
  video: (key: Revision, removed = 0) => `${prefix(key)}web${removed === 0 ? '' : `-${removed}`}.mp4`,
  poster: (key: Revision) => `${prefix(key)}poster.jpg`,
  picture: (key: Revision) => `${prefix(key)}picture.json`,
  transcript: (key: Revision, format: 'json' | 'vtt' | 'srt') => `${prefix(key)}transcript.${format}`,
  analysis: (key: Revision) => `${prefix(key)}analysis.json`,
  waveform: (key: Revision) => `${prefix(key)}waveform.json`,
  people: (lessonId: string) => `${lessonId}/people.json`,
  /** Which voices were taken out of the newest upload. */
  removals: (lessonId: string) => `${lessonId}/removals.json`,
  /** Where a lesson that was moved to another site came from. */
  arrival: (lessonId: string) => `${lessonId}/arrival.json`,
  /** Where a lesson went that is not at this id any more. */
  departure: (lessonId: string) => `moves/${lessonId}.json`,
  study: (studyId: string) => `studies/${studyId}.json`,
  /** What one person coded of a lesson in a study, or, by the name `settled`, what was settled. */
  coding: (lessonId: string, studyId: string, name: string) => `${lessonId}/studies/${studyId}/${name}.json`,
  /** A prefix: all of them of a study. */
  codings: (lessonId: string, studyId: string) => `${lessonId}/studies/${studyId}/`,
  probe: (key: Revision) => `${prefix(key)}probe.json`,
  audioManifest: (key: Revision) => `${prefix(key)}audio.json`,
  trackLevels: (key: Revision) => `${prefix(key)}tracks.json`,
  audioChunk: (key: Revision, index: number) => `${prefix(key)}audio/${padded(index)}.flac`,
  chunkClaims: (key: Revision) => `${prefix(key)}claims.json`,
  chunkTranscript: (key: Revision, index: number) => `${prefix(key)}speech/${padded(index)}.json`,
  chunkVoice: (key: Revision, index: number) => `${prefix(key)}voice/${padded(index)}.json`,
  speakers: (key: Revision) => `${prefix(key)}speakers.json`,
  embeddings: (key: Revision) => `${prefix(key)}embeddings.bin`,
  /** Until the voices of all chunks are told apart. */
  chunkEmbeddings: (key: Revision, index: number) => `${prefix(key)}embeddings/${padded(index)}.bin`,
  speechUsage: (key: Revision) => `${prefix(key)}speech.json`,
  codedQuestions: (key: Revision) => `${prefix(key)}questions.json`,
  /** The same when voices were told apart after the questions. */
  recodedQuestions: (key: Revision) => `${prefix(key)}recoded.json`,
  /** What is to be left of a lesson without a voice, until that is written. */
  removalPlan: (lessonId: string) => `${lessonId}/removal.json`,
  mutedOriginal: (key: Revision) => `${prefix(key)}original`,
  videoPiece: (key: Revision, index: number) => `${prefix(key)}video/${padded(index)}.mov`,
};

/** Where the line of lessons that wait for their turn lies, in the container `work`; each task hub has its own. */
export const linePath = (hubName: string) => `lines/${hubName.toLowerCase()}.json`;
