import { z } from 'zod';
import { pictureSchema, sourceSchema } from '../../../shared/lessons/lesson.ts';
import { finishPicture as finish } from '../../../shared/stages/finishPicture.ts';
import { picturePlanSchema } from '../../../shared/stages/planPicture.ts';
import { defineActivity } from '../../durable/activity.ts';

export const finishPicture = defineActivity({
  name: 'finishPicture',
  input: z.object({ source: sourceSchema, plan: picturePlanSchema }),
  output: pictureSchema,
  run: ({ source, plan }, signal) => finish(source, plan, signal),
});
