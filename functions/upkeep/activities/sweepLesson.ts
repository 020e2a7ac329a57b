import { z } from 'zod';
import { sweepRevisions } from '../../../shared/stages/deleteLesson.ts';
import { defineActivity } from '../../durable/activity.ts';
import { sweptSchema } from '../../durable/sweep.ts';

export const sweepLesson = defineActivity({
  name: 'sweepLesson',
  input: sweptSchema,
  output: z.null(),
  run: async ({ revisions, ...place }) => {
    await sweepRevisions(place, revisions);
    return null;
  },
});
