import df from 'durable-functions';
import { lessonAt } from '../../shared/api/findLesson.ts';
import { Problem } from '../../shared/api/problem.ts';
import { beginReanalysis, giveUpReanalysis } from '../../shared/api/reanalysis.ts';
import { jobId } from '../../shared/lessons/identity.ts';
import { instancesOf } from '../../shared/stages/instances.ts';
import { metrics } from '../../shared/telemetry/names.ts';
import { record } from '../../shared/telemetry/record.ts';
import { traceParent } from '../../shared/telemetry/trace.ts';
import { endpoint } from '../bindings/endpoint.ts';
import { isAlive, taskHub } from '../durable/taskHub.ts';

const isRunning = [409, 'running', 'The analysis is running', 'Wait until it has ended.'] as const;

endpoint(
  'lessonReanalysis',
  async ({ path, body, context, rights }) => {
    const { lesson } = await lessonAt(path.id, rights);
    const client = df.getClient(context);
    const key = { lessonId: lesson.id, revision: lesson.revision };
    const instances = await instancesOf(key, taskHub(client));
    for (const instanceId of instances) {
      if (await isAlive(client, instanceId)) throw new Problem(...isRunning);
    }
    // With two apps the analysis may be in the other one's hub; one that is nowhere becomes a failed lesson (failLost).
    if (lesson.status === 'running' && (await taskHub(client).find(jobId(key))) === null)
      throw new Problem(...isRunning);
    const { source, running } = await beginReanalysis(lesson, body);
    try {
      // The history of the last time makes room: the same upload has the same instance.
      for (const instanceId of instances.toReversed()) await taskHub(client).forget(instanceId);
      const input = { ...source, traceParent: traceParent() };
      await client.startNew('analyzeLesson', { instanceId: jobId(source), input });
      record(metrics.lessonsStarted, 1, {});
    } catch (error) {
      await giveUpReanalysis(lesson);
      throw error;
    }
    return { status: 202, jsonBody: running };
  },
  { extraInputs: [df.input.durableClient()] },
);
