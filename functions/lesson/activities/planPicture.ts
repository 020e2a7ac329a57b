import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { picturePlanSchema, planPicture as plan } from '../../../shared/stages/planPicture.ts';
import { defineActivity } from '../../durable/activity.ts';

export const planPicture = defineActivity({
  name: 'planPicture',
  input: sourceSchema,
  output: picturePlanSchema,
  run: plan,
});
