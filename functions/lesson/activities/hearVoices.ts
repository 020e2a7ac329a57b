import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { hearVoices as hear } from '../../../shared/stages/hearVoices.ts';
import { defineActivity } from '../../durable/activity.ts';

export const hearVoices = defineActivity({
  name: 'hearVoices',
  input: z.object({ source: sourceSchema, index: z.int().nonnegative(), remake: z.boolean().optional() }),
  output: z.null(),
  run: async ({ source, index, remake }, signal) => {
    await hear(source, index, signal, remake);
    return null;
  },
});
