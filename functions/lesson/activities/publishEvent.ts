import { z } from 'zod';
import { failureSchema, sourceSchema } from '../../../shared/lessons/lesson.ts';
import { lessonEventSchema } from '../../../shared/messaging/messages.ts';
import { sendLessonEvent } from '../../../shared/messaging/sender.ts';
import { metrics } from '../../../shared/telemetry/names.ts';
import { record } from '../../../shared/telemetry/record.ts';
import { defineActivity } from '../../durable/activity.ts';

export const publishEvent = defineActivity({
  name: 'publishEvent',
  input: z.object({ type: lessonEventSchema.shape.type, source: sourceSchema, failure: failureSchema.optional() }),
  output: z.null(),
  run: async ({ type, source, failure }) => {
    if (type === 'lesson.superseded') record(metrics.lessonsSuperseded, 1, {});
    const { siteId, lessonId, revision } = source;
    const at = new Date().toISOString();
    await sendLessonEvent({ schemaVersion: 1, type, siteId, lessonId, revision, at, failure });
    return null;
  },
});
