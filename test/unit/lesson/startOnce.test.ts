import df, { type OrchestrationRuntimeStatus } from 'durable-functions';
import { describe, expect, test } from 'vitest';
import { startOnce } from '../../../functions/durable/startOnce.ts';

const { Running, Pending, Suspended, Completed, Failed, Terminated } = df.OrchestrationRuntimeStatus;
type Status = readonly [runtimeStatus: OrchestrationRuntimeStatus, output?: unknown];

const unknown = new Error('The operation failed with HTTP 404.');

/** A hub's answers about one instance, one after the other; the last one stays. Starting it may fail. */
function hub(answers: readonly (Status | Error)[], startFails?: Error) {
  const started: unknown[] = [];
  const left = [...answers];
  return {
    started,
    async getStatus() {
      const answer = left.length > 1 ? left.shift() : left[0];
      if (answer === undefined || answer instanceof Error) throw answer ?? unknown;
      const [runtimeStatus, output] = answer;
      return { runtimeStatus, output };
    },
    async startNew(name: string, options: object = {}) {
      if (startFails !== undefined) throw startFails;
      started.push({ name, ...options });
      return 'job';
    },
  };
}
const start = (client: ReturnType<typeof hub>, over?: 'again') => startOnce(client, 'analyzeLesson', 'job', 7, over);

const completed: Status = [Completed, { kind: 'completed', questionCount: 3 }];
const failed: Status = [Completed, { kind: 'failed', failure: { code: 'speech-unavailable', message: 'm' } }];
const superseded: Status = [Completed, { kind: 'superseded' }];

describe('a job that is sent again', () => {
  test.each<[string, Status | Error, boolean]>([
    ['was never seen: it starts', unknown, true],
    ['is under way: it goes on alone', [Running], false],
    ['waits for its turn: it goes on waiting', [Pending], false],
    ['is suspended: it stays so', [Suspended], false],
    ['has completed: it is not analysed, and paid for, a second time', completed, false],
    ['was superseded: another upload’s job goes on', superseded, false],
    ['ended with a failure of the lesson: it is tried again', failed, true],
    ['broke off: it is tried again', [Failed], true],
    ['was stopped: it is tried again', [Terminated], true],
  ])('%s', async (_, status, starts) => {
    const client = hub([status]);
    expect(await start(client)).toBe(starts);
    expect(client.started).toEqual(starts ? [{ name: 'analyzeLesson', instanceId: 'job', input: 7 }] : []);
  });

  test.each<[string, Status | Error, boolean]>([
    ['has completed', completed, true],
    ['was superseded', superseded, true],
    ['is under way', [Running], false],
  ])('to be done anew, when it %s', async (_, status, starts) => {
    expect(await start(hub([status]), 'again')).toBe(starts);
  });
});

describe('two that start the same job at once', () => {
  const taken = new Error('An instance with this id exists already.');

  test('start it once: the later one learns that it runs', async () => {
    expect(await start(hub([unknown, [Running]], taken))).toBe(false);
  });

  test('and a start that failed for another reason is told', async () => {
    await expect(start(hub([unknown, unknown], taken))).rejects.toBe(taken);
  });
});

test('a hub that does not answer is no hub that knows nothing', async () => {
  const away = new Error('The operation failed with HTTP 503.');
  const client = hub([away]);
  await expect(start(client)).rejects.toBe(away);
  expect(client.started).toEqual([]);
});
