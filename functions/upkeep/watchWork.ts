import type { InvocationContext } from '@azure/functions';
import df, { type DurableClient } from 'durable-functions';
import { TransientError } from '../../shared/errors.ts';
import type { Lesson } from '../../shared/lessons/lesson.ts';
import { endUntold, failLost } from '../../shared/stages/failLost.ts';
import { readTurns, tendLine } from '../../shared/stages/line.ts';
import { watchWork } from '../../shared/stages/watchWork.ts';
import { log } from '../../shared/telemetry/log.ts';
import { telemetryAsked } from '../../shared/telemetry/start.ts';
import { lineHub, taskHub } from '../durable/taskHub.ts';

const codeOf = (error: unknown) => (error instanceof TransientError ? error.code : 'internal');

// A lesson that is stuck runs nothing that could tell of it: somebody has to look, also when no instance is awake.
df.app.client.timer('watchWork', {
  schedule: '0 */5 * * * *',
  handler: async (_timer: unknown, client: DurableClient, context: InvocationContext) => {
    if (telemetryAsked()) {
      const watched = await watchWork(
        () => readTurns(client.taskHubName),
        (error) => log(context, 'warn', 'work.unseen', { code: codeOf(error) }),
      );
      log(context, 'info', 'work.seen', { ...watched });
    }
    const unseen = ({ id }: Lesson, error: unknown) =>
      log(context, 'warn', 'analysis.unseen', { lessonId: id, code: codeOf(error) });
    await failLost(
      taskHub(client),
      ({ id, revision }) => log(context, 'error', 'analysis.lost', { lessonId: id, revision }),
      unseen,
    );
    await endUntold(
      taskHub(client),
      ({ id, revision }) => log(context, 'error', 'speakers.lost', { lessonId: id, revision }),
      unseen,
    );
    await tendLine(lineHub(client));
  },
});
