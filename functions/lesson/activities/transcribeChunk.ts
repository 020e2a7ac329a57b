import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { transcribeChunk as transcribe } from '../../../shared/stages/transcribeChunk.ts';
import { defineActivity } from '../../durable/activity.ts';

export const transcribeChunk = defineActivity({
  name: 'transcribeChunk',
  input: z.object({ source: sourceSchema, index: z.int().nonnegative(), remake: z.boolean().optional() }),
  output: z.null(),
  run: async ({ source, index, remake }, signal) => {
    await transcribe(source, index, signal, remake);
    return null;
  },
});
