import df from 'durable-functions';
import { nameOf } from '../../shared/api/caller.ts';
import { deletionQuerySchema } from '../../shared/api/contract.ts';
import { lessonAt } from '../../shared/api/findLesson.ts';
import { receiptOf } from '../../shared/api/receipt.ts';
import { checked, queryOf } from '../../shared/api/route.ts';
import { deleteLesson } from '../../shared/stages/deleteLesson.ts';
import { log } from '../../shared/telemetry/log.ts';
import { guarded } from '../bindings/guarded.ts';
import { taskHub } from '../durable/taskHub.ts';
import { startSweep } from '../upkeep/sweepDeleted.ts';

guarded('lessonDeletion', {
  methods: ['DELETE'],
  route: 'api/v1/lessons/{id}',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context, caller) => {
    const by = nameOf(caller, checked(deletionQuerySchema, queryOf(request)).by);
    const { lesson } = await lessonAt(request.params.id);
    const client = df.getClient(context);
    const { deleted, wasRunning } = await deleteLesson(lesson, taskHub(client));
    const sweepAgainAt = wasRunning ? await startSweep(client, lesson) : null;
    log(context, 'info', 'lesson.deleted', { lessonId: lesson.id, ...deleted });
    return { jsonBody: receiptOf({ lessonId: lesson.id, by, deleted, sweepAgainAt }) };
  },
});
