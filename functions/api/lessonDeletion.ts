import df from 'durable-functions';
import { nameOf } from '../../shared/api/caller.ts';
import { lessonAt } from '../../shared/api/findLesson.ts';
import { Problem } from '../../shared/api/problem.ts';
import { receiptOf } from '../../shared/api/receipt.ts';
import { deleteLesson } from '../../shared/stages/deleteLesson.ts';
import { log } from '../../shared/telemetry/log.ts';
import { endpoint } from '../bindings/endpoint.ts';
import { taskHub } from '../durable/taskHub.ts';
import { startSweep } from '../upkeep/sweepDeleted.ts';

endpoint(
  'lessonDeletion',
  async ({ path, query, context, caller, rights }) => {
    const by = nameOf(caller, query.by);
    const { lesson } = await lessonAt(path.id, rights);
    if (lesson.hold === true) throw new Problem(409, 'hold', 'The lesson is on hold', 'Lift the hold first.');
    const client = df.getClient(context);
    const { deleted, wasRunning } = await deleteLesson(lesson, taskHub(client));
    const sweepAgainAt = wasRunning ? await startSweep(client, lesson) : null;
    log(context, 'info', 'lesson.deleted', { lessonId: lesson.id, ...deleted });
    return { jsonBody: receiptOf({ lessonId: lesson.id, by, deleted, sweepAgainAt }) };
  },
  { extraInputs: [df.input.durableClient()] },
);
