import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { cleanUp as clean } from '../../../shared/stages/cleanUp.ts';
import { defineActivity } from '../../durable/activity.ts';

export const cleanUp = defineActivity({
  name: 'cleanUp',
  input: sourceSchema,
  output: z.null(),
  run: async (source) => {
    await clean(source);
    return null;
  },
});
