import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { hearVoices as hear } from '../../../shared/stages/hearVoices.ts';
import { defineActivity } from '../../durable/activity.ts';

export const hearVoices = defineActivity({
  name: 'hearVoices',
  input: z.object({ source: sourceSchema, index: z.int().nonnegative() }),
  output: z.null(),
  run: async ({ source, index }, signal) => {
    await hear(source, index, signal);
    return null;
  },
});
