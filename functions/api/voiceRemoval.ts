import df from 'durable-functions';
import { nameOf } from '../../shared/api/caller.ts';
import { answerUnlessKnown, basisOf } from '../../shared/api/conditional.ts';
import { lessonAt } from '../../shared/api/findLesson.ts';
import { irremovable } from '../../shared/api/irremovable.ts';
import { beginRemoval, giveUpRemoval, removalsView } from '../../shared/api/voiceRemoval.ts';
import { removalJobId } from '../../shared/lessons/identity.ts';
import { instancesOf } from '../../shared/stages/instances.ts';
import { log } from '../../shared/telemetry/log.ts';
import { endpoint } from '../bindings/endpoint.ts';
import { startOnce } from '../durable/startOnce.ts';
import { isAlive, taskHub } from '../durable/taskHub.ts';

endpoint(
  'voiceRemoval',
  async ({ path, query, request, context, caller, rights, note }) => {
    const { lesson } = await lessonAt(path.id, rights);
    const client = df.getClient(context);
    const key = { lessonId: lesson.id, revision: lesson.revision };
    // A lesson that is shown as completed may still have its picture made.
    for (const instance of await instancesOf(key, taskHub(client)))
      if (await isAlive(client, instance)) throw irremovable('running');
    const { lesson: held, begun } = await beginRemoval(path.id, path.voice, rights, basisOf(request));
    note(`voice ${path.voice}`);
    try {
      const input = { siteId: held.siteId, lessonId: held.id, by: nameOf(caller, query.by).slice(0, 200) };
      await startOnce(client, 'removeVoice', removalJobId(held.id), input, 'again');
    } catch (error) {
      if (begun) await giveUpRemoval(held);
      throw error;
    }
    log(context, 'info', 'voice.removing', { lessonId: held.id, voice: path.voice });
    return { status: 202, jsonBody: { lessonId: held.id, voice: path.voice } };
  },
  { extraInputs: [df.input.durableClient()] },
);

endpoint('voiceRemovals', async ({ path, request, rights }) =>
  answerUnlessKnown(request, await removalsView(path.id, rights)),
);
