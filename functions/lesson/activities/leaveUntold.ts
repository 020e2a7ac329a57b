import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { leaveUntold as leave } from '../../../shared/stages/leaveUntold.ts';
import { defineActivity } from '../../durable/activity.ts';

export const leaveUntold = defineActivity({
  name: 'leaveUntold',
  input: sourceSchema,
  output: z.null(),
  run: async (source) => {
    await leave(source);
    return null;
  },
});
