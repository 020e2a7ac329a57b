import df from 'durable-functions';
import { assertMayCallAt, rightsOf } from '../../shared/api/access.ts';
import { lessonAt } from '../../shared/api/findLesson.ts';
import { immovable } from '../../shared/api/immovable.ts';
import { moveJobId } from '../../shared/lessons/identity.ts';
import { instancesOf } from '../../shared/stages/instances.ts';
import { beginMove } from '../../shared/stages/moveLesson.ts';
import { log } from '../../shared/telemetry/log.ts';
import { endpoint } from '../bindings/endpoint.ts';
import { startOnce } from '../durable/startOnce.ts';
import { isAlive, taskHub } from '../durable/taskHub.ts';

endpoint(
  'lessonMove',
  async ({ path, body, context, caller, rights, note }) => {
    const { lesson } = await lessonAt(path.id, rights);
    assertMayCallAt(rightsOf(caller, 'uploads'), body.site);
    const client = df.getClient(context);
    const key = { lessonId: lesson.id, revision: lesson.revision };
    // A lesson that is shown as completed may still have its picture made.
    for (const instance of await instancesOf(key, taskHub(client)))
      if (await isAlive(client, instance)) throw immovable('running');
    const held = await beginMove(lesson, body.site);
    if (typeof held === 'string') throw immovable(held);
    const to = held.moving?.lessonId ?? '';
    note(`to ${to}`);
    await startOnce(client, 'moveLesson', moveJobId(lesson.id), { to }, 'again');
    log(context, 'info', 'lesson.moving', { lessonId: lesson.id, to });
    return { status: 202, jsonBody: { lessonId: to, siteId: held.moving?.siteId ?? '' } };
  },
  { extraInputs: [df.input.durableClient()] },
);
