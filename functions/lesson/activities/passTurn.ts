import df from 'durable-functions';
import { z } from 'zod';
import { jobId } from '../../../shared/lessons/identity.ts';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { passTurn as pass } from '../../../shared/stages/line.ts';
import { defineActivity } from '../../durable/activity.ts';
import { lineHub } from '../../durable/taskHub.ts';

/** Gives the lesson's place to those who wait. Neither input nor result names them: histories outlive a deletion. */
export const passTurn = defineActivity({
  name: 'passTurn',
  input: sourceSchema,
  output: z.null(),
  extraInputs: [df.input.durableClient()],
  run: async (source, _signal, context) => {
    await pass(lineHub(df.getClient(context)), [jobId(source)]);
    return null;
  },
});
