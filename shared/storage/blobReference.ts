import { z } from 'zod';

/** What a reference binding gives a function: where the blob is, and nothing of it. */
export const blobReferenceSchema = z.object({ containerName: z.string(), blobName: z.string().min(1) });
export type BlobReference = z.infer<typeof blobReferenceSchema>;
