import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { identifySpeakers as identify } from '../../../shared/stages/identifySpeakers.ts';
import { defineActivity } from '../../durable/activity.ts';

export const identifySpeakers = defineActivity({
  name: 'identifySpeakers',
  input: sourceSchema.extend({ remake: z.boolean().optional() }),
  output: z.null(),
  run: async ({ remake, ...source }, signal) => {
    await identify(source, signal, remake);
    return null;
  },
});
