import df from 'durable-functions';
import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { takeTurn as take } from '../../../shared/stages/line.ts';
import { defineActivity } from '../../durable/activity.ts';
import { lineHub } from '../../durable/taskHub.ts';

/** Lines a lesson up; whether it is its turn. */
export const takeTurn = defineActivity({
  name: 'takeTurn',
  input: sourceSchema,
  output: z.boolean(),
  extraInputs: [df.input.durableClient()],
  run: (source, _signal, context) => take(lineHub(df.getClient(context)), source),
});
