import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { claimChunk as claim } from '../../../shared/stages/claimChunk.ts';
import { defineActivity } from '../../durable/activity.ts';

export const claimChunk = defineActivity({
  name: 'claimChunk',
  input: z.object({ source: sourceSchema, lane: z.int().nonnegative(), step: z.int().positive() }),
  output: z.int().nonnegative().nullable(),
  run: ({ source, lane, step }) => claim(source, lane, step),
});
