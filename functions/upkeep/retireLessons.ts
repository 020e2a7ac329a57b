import type { InvocationContext } from '@azure/functions';
import df, { type DurableClient } from 'durable-functions';
import { beginEntry } from '../../shared/audit/log.ts';
import { lessonsToRetire } from '../../shared/results/retired.ts';
import { config } from '../../shared/settings/config.ts';
import { deleteLesson } from '../../shared/stages/deleteLesson.ts';
import { log } from '../../shared/telemetry/log.ts';
import { taskHub } from '../durable/taskHub.ts';
import { startSweep } from './sweepDeleted.ts';

// As many as are surely deleted before the next day; what is left is taken then.
const mostADay = 200;

// Every night at three (UTC): what has been kept long enough.
df.app.client.timer('retireLessons', {
  schedule: '0 0 3 * * *',
  handler: async (_timer: unknown, client: DurableClient, context: InvocationContext) => {
    const lessons = await lessonsToRetire(new Date(), config().RETENTION_DAYS, mostADay);
    let failed = 0;
    for (const lesson of lessons) {
      try {
        const entry = await beginEntry({
          who: 'retention',
          whoId: '',
          action: 'retention',
          method: 'DELETE',
          lessonId: lesson.id,
        });
        const { deleted, wasRunning } = await deleteLesson(lesson, taskHub(client));
        if (wasRunning) await startSweep(client, lesson);
        await entry.end('200', '');
        log(context, 'info', 'lesson.retired', { lessonId: lesson.id, ...deleted });
      } catch (error) {
        // One that cannot be deleted today keeps no other; the run fails at its end, so that somebody is told.
        failed += 1;
        const why = error instanceof Error ? error.message : String(error);
        log(context, 'error', 'lesson.unretired', { lessonId: lesson.id, error: why });
      }
    }
    if (failed > 0) throw new Error(`${failed} of ${lessons.length} lessons could not be deleted.`);
  },
});
