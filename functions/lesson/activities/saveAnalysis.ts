import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { saveAnalysis as save } from '../../../shared/stages/saveAnalysis.ts';
import { defineActivity } from '../../durable/activity.ts';

export const saveAnalysis = defineActivity({
  name: 'saveAnalysis',
  input: sourceSchema,
  output: z.null(),
  run: async (source) => {
    await save(source);
    return null;
  },
});
