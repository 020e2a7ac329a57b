import { type FunctionHandler, InvocationContext, PreInvocationContext } from '@azure/functions';
import { expect, test } from 'vitest';
import { traced } from '../../../shared/telemetry/invocations.ts';
import { traceParent } from '../../../shared/telemetry/trace.ts';
import { exported } from '../../../testing/exported.ts';

const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const host = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-00`;
const ids = { lessonId: '0'.repeat(24), revision: '1'.repeat(16) };

/** Has a function invoked as the host does it, through the hook. */
async function invoke(
  type: string,
  input: unknown,
  handler: FunctionHandler = async () => undefined,
): Promise<unknown> {
  const invocationContext = new InvocationContext({
    functionName: 'work',
    invocationId: 'i',
    traceContext: { traceParent: host },
    options: { trigger: { type, name: 'input' } },
  });
  const hook = new PreInvocationContext({ invocationContext, inputs: [input], functionCallback: handler });
  traced(hook);
  return hook.functionHandler(input, invocationContext);
}

test('an activity goes on with the trace in its input, and names its lesson and its part', async () => {
  const { spans } = await exported(() => invoke('activityTrigger', { source: ids, index: 3, traceParent: parent }));
  expect(spans).toHaveLength(1);
  expect(spans[0]?.spanContext().traceId).toBe('a'.repeat(32));
  expect(spans[0]?.attributes).toEqual({
    'faas.name': 'work',
    'faas.invocation_id': 'i',
    'askwell.lesson.id': ids.lessonId,
    'askwell.lesson.revision': ids.revision,
    'askwell.part': 3,
  });
});

test.each(['blobTrigger', 'queueTrigger', 'serviceBusTrigger', 'timerTrigger'])(
  'a %s whose input carries no trace goes on with the host’s',
  async (type) => {
    const { spans } = await exported(() => invoke(type, { containerName: 'videos', blobName: 'Maria.mp4' }));
    expect(spans[0]?.spanContext().traceId).toBe('c'.repeat(32));
    expect(JSON.stringify(spans[0]?.attributes)).not.toContain('Maria');
  },
);

test.each([
  ['nothing', undefined],
  ['text', 'Maria'],
  ['words where ids are meant', { lessonId: 'Maria Lopez', source: { revision: 'x'.repeat(100_000) }, index: 'Maria' }],
  ['a list', [1, 2]],
])('an input that is %s puts none of it into the span', async (_, input) => {
  const { spans } = await exported(() => invoke('serviceBusTrigger', input));
  expect(spans[0]?.attributes).toEqual({ 'faas.name': 'work', 'faas.invocation_id': 'i' });
});

test('an orchestrator, which runs again and again, has no span', async () => {
  const { spans } = await exported(() => invoke('orchestrationTrigger', { traceParent: parent }));
  expect(spans).toEqual([]);
});

test('a request is measured with its status, has no span of its own, and its work belongs to the host’s trace', async () => {
  let carried: string | undefined;
  const { spans, points } = await exported(async () => {
    await invoke('httpTrigger', {}, async () => {
      carried = traceParent();
      return { status: 404 };
    });
    await invoke('httpTrigger', {}, async () => ({ jsonBody: {} }));
    await invoke('httpTrigger', {}, () => Promise.reject(new Error('own'))).catch(() => undefined);
  });
  expect(carried).toMatch(/^00-c{32}-d{16}-/);
  expect(spans).toEqual([]);
  expect(points.map(({ name, attributes }) => [name, attributes])).toEqual(
    [404, 200, 500].map((status) => ['askwell.request.duration', { function: 'work', status }]),
  );
});
