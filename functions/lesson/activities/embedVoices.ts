import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { keepChunk } from '../../../shared/stages/embedChunk.ts';
import { defineActivity } from '../../durable/activity.ts';

export const embedVoices = defineActivity({
  name: 'embedVoices',
  input: z.object({ source: sourceSchema, index: z.int().nonnegative() }),
  output: z.null(),
  run: async ({ source, index }, signal) => {
    await keepChunk(source, index, signal);
    return null;
  },
});
