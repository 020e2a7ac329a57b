import { z } from 'zod';
import { spanSchema } from './span.ts';

/** What stands in place of words that were taken out with a voice. */
export const removedText = '[removed]';

/** What becomes of the recording when a voice is taken out: it stays as it is, or the muted one takes its place. */
export const originalFateSchema = z.enum(['keep', 'replace']);
export type OriginalFate = z.infer<typeof originalFateSchema>;

const count = z.int().nonnegative();
const seconds = z.number().nonnegative();

/** What was taken out with a voice. */
const removedSchema = z.object({
  lines: count.describe('lines of the transcript, or parts of them'),
  questions: count,
  corrections: count.describe('what people said of its words and questions'),
  codes: count.describe('what people coded of it, and settled, in studies'),
  seconds: seconds.describe('how long it speaks'),
  mutedSeconds: seconds.describe('how much of the sound is silent now, with a little before and after'),
  overlapSeconds: seconds.describe('in which others speak at the same time, and are silent with it'),
  otherUploads: count.describe('earlier uploads of the lesson, of which all that was found is deleted'),
});

/** How the removal of a voice ended. */
const endedSchema = z.object({
  at: z.iso.datetime(),
  playback: z
    .enum(['muted', 'none', 'withdrawn'])
    .describe('none: there was none. withdrawn: it could not be muted, and is deleted'),
  original: z
    .enum(['kept', 'replaced', 'replaced-by-playback', 'gone', 'not-replaced'])
    .describe(
      'replaced-by-playback: its own format could not be muted. gone: it was deleted or replaced before. not-replaced: it could not be, and is still there',
    ),
  why: z.string().optional().describe('what could not be done, as a code'),
});
export type RemovalEnd = z.infer<typeof endedSchema>;

/** The removal of one voice: what it took out, and where that was. Nothing of what was said. Seconds of the video. */
export const removalSchema = z.object({
  id: z.uuid(),
  voice: z.int().nonnegative(),
  by: z.string().min(1).max(200),
  at: z.iso.datetime(),
  original: originalFateSchema,
  removed: removedSchema,
  spoken: z.array(spanSchema).describe('where it speaks'),
  muted: z.array(spanSchema).describe('what is silent'),
  lines: z.array(spanSchema).describe('lines that say [removed]'),
  questions: z.array(spanSchema),
  ended: endedSchema.optional().describe('absent while it is under way'),
});
export type Removal = z.infer<typeof removalSchema>;

/**
 * removals.json: every voice that was taken out of the newest upload of a lesson. Another analysis is made without them
 * by what stands here.
 */
export const removalsSchema = z.object({
  schemaVersion: z.literal(1),
  revision: z.string(),
  replacements: z
    .array(
      z.object({
        id: z.uuid(),
        etag: z.string().optional(),
        playback: z.literal(true).optional().describe('it is what was played'),
      }),
    )
    .default([])
    .describe('muted recordings that took the place of the upload: the mark that each carries, and its ETag'),
  removals: z.array(removalSchema),
});
export type Removals = z.infer<typeof removalsSchema>;

/** The metadata by which a muted recording is known as the upload in whose place it stands. */
export const replacementMark = 'askwellmuted';

/** What a lesson's document tells of the voices that were taken out. */
export const lessonRemovedSchema = z.object({
  voices: count,
  lines: count,
  original: z.enum(['kept', 'replaced']).describe('kept: it holds the voice still, and is never given out'),
  questions: z.array(spanSchema).describe('where its questions were: they are removed, and count in nothing'),
});
export type LessonRemoved = z.infer<typeof lessonRemovedSchema>;

/** The same, of all removals. */
export function removedOf({ removals }: Pick<Removals, 'removals'>): LessonRemoved | undefined {
  if (removals.length === 0) return undefined;
  const last = removals.at(-1)?.ended?.original;
  return {
    voices: removals.length,
    lines: removals.reduce((sum, { removed }) => sum + removed.lines, 0),
    original: last === 'replaced' || last === 'replaced-by-playback' ? 'replaced' : 'kept',
    questions: removals.flatMap(({ questions }) => questions).toSorted((a, b) => a.start - b.start),
  };
}
