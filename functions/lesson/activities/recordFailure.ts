import { z } from 'zod';
import { failureSchema, sourceSchema } from '../../../shared/lessons/lesson.ts';
import { recordFailure as record } from '../../../shared/stages/recordFailure.ts';
import { defineActivity } from '../../durable/activity.ts';

export const recordFailure = defineActivity({
  name: 'recordFailure',
  input: z.object({ source: sourceSchema, failure: failureSchema }),
  output: z.null(),
  run: async ({ source, failure }) => {
    await record(source, failure);
    return null;
  },
});
