import { z } from 'zod';
import { defaultSite, lessonOf, movedRevision } from './identity.ts';
import { type Lesson, lessonSchema, type Picture } from './lesson.ts';

const placeSchema = z.object({ siteId: z.string(), lessonId: z.string(), blobName: z.string() });

/** A lesson's way to another site: where it was, and where it will be. */
export const moveSchema = z.object({
  from: placeSchema.extend({
    revision: z.string(),
    etag: z.string().describe('of the video'),
    revisions: z.array(z.string()).describe('all that are known'),
  }),
  to: placeSchema,
});
export type Move = z.infer<typeof moveSchema>;

/** Where a lesson would be at another site. The file keeps its name. */
export function placeAt(site: string, { fileName }: Pick<Lesson, 'fileName'>): z.infer<typeof placeSchema> {
  // At the container's root a name's first folder would be a site.
  const blobName = site === defaultSite && !fileName.includes('/') ? fileName : `${site}/${fileName}`;
  const { siteId, lessonId } = lessonOf(blobName);
  return { siteId, lessonId, blobName };
}

/** What a revision of a lesson is called after a move. */
export function revisionAfter({ from, to }: Move, revision: string, newest: string): string {
  return revision === from.revision ? newest : movedRevision(to.lessonId, revision);
}

/** A blob's path after a move; null for what is in no folder of the lesson. */
export function pathAfter(move: Move, path: string, newest: string): string | null {
  const [lessonId, second = '', ...rest] = path.split('/');
  if (lessonId !== move.from.lessonId) return null;
  const isRevision = rest.length > 0 && /^[0-9a-f]{16}$/.test(second);
  return [move.to.lessonId, isRevision ? revisionAfter(move, second, newest) : second, ...rest].join('/');
}

/** The picture branch's result after a move. */
export function pictureAfter(move: Move, picture: Picture, newest: string): Picture {
  if (picture.kind !== 'ready') return picture;
  const { video, original, poster } = picture;
  return {
    ...picture,
    video: original ? move.to.blobName : (pathAfter(move, video, newest) ?? video),
    poster: poster === null ? null : (pathAfter(move, poster, newest) ?? poster),
  };
}

/**
 * A lesson as it is after a move. When it was uploaded stays, and so when its time is over.
 * @param newest the revision that its copied video has
 */
export function lessonAfter(move: Move, lesson: Lesson, newest: string, now: Date): Lesson {
  const { moving: _over, result, picture, earlierRevisions, ...rest } = lesson;
  const after = (revision: string) => revisionAfter(move, revision, newest);
  const { siteId, lessonId: id, blobName } = move.to;
  return lessonSchema.parse({
    ...rest,
    ...{ id, siteId, blobName, fileName: lessonOf(blobName).fileName },
    revision: after(lesson.revision),
    earlierRevisions: earlierRevisions?.map(after),
    result: result && { ...result, revision: after(result.revision) },
    picture: picture && pictureAfter(move, picture, newest),
    updatedAt: now.toISOString(),
  });
}
