import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { saveAnalysis as save } from '../../../shared/stages/saveAnalysis.ts';
import { defineActivity } from '../../durable/activity.ts';

export const saveAnalysis = defineActivity({
  name: 'saveAnalysis',
  input: sourceSchema.extend({ again: z.boolean().optional() }),
  output: z.null(),
  run: async ({ again, ...source }) => {
    await save(source, again);
    return null;
  },
});
