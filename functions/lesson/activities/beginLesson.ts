import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { beginLesson as begin } from '../../../shared/stages/beginLesson.ts';
import { defineActivity } from '../../durable/activity.ts';

export const beginLesson = defineActivity({
  name: 'beginLesson',
  input: sourceSchema,
  output: z.null(),
  run: async (source) => {
    await begin(source);
    return null;
  },
});
