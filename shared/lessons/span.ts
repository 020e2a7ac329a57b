import { z } from 'zod';

const seconds = z.number().nonnegative();

/** A stretch of time in seconds from the video's start; `end >= start`. */
export const spanSchema = z.object({ start: seconds, end: seconds });
export type Span = z.infer<typeof spanSchema>;
