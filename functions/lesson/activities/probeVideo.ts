import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { probeVideo as probe, probedSchema } from '../../../shared/stages/probeVideo.ts';
import { defineActivity } from '../../durable/activity.ts';

export const probeVideo = defineActivity({
  name: 'probeVideo',
  input: sourceSchema,
  output: probedSchema,
  run: probe,
});
