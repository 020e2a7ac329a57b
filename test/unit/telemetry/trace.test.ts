import { expect, test } from 'vitest';
import { PermanentError } from '../../../shared/errors.ts';
import { annotate, inSpan, traceParent, withinTrace } from '../../../shared/telemetry/trace.ts';
import { exported } from '../../../testing/exported.ts';

const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

test('without exporters work runs as it is, and nothing is carried on', async () => {
  expect(await inSpan('work', { parent }, async () => traceParent())).toBeUndefined();
  await expect(inSpan('work', {}, () => Promise.reject(new Error('own')))).rejects.toThrow('own');
});

test('what is carried on goes on with the same trace, through other work in between', async () => {
  const { spans } = await exported(async () => {
    const carried = await inSpan('first', { parent }, async () => traceParent());
    await inSpan('elsewhere', {}, async () => undefined);
    await inSpan('second', { parent: carried }, async () => inSpan('inner', {}, async () => undefined));
  });
  const named = (name: string) => spans.find((span) => span.name === name);
  expect(named('first')?.spanContext().traceId).toBe('a'.repeat(32));
  expect(named('first')?.parentSpanContext?.spanId).toBe('b'.repeat(16));
  expect(named('second')?.parentSpanContext?.spanId).toBe(named('first')?.spanContext().spanId);
  expect(named('inner')?.parentSpanContext?.spanId).toBe(named('second')?.spanContext().spanId);
  expect(named('elsewhere')?.spanContext().traceId).not.toBe('a'.repeat(32));
});

test.each([
  ['text', 'no traceparent'],
  ['another version', `ff-${'a'.repeat(32)}-${'b'.repeat(16)}-01`],
  ['zeros', `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`],
  ['a long tail', `${parent}${'x'.repeat(1000)}`],
])('a parent that is %s begins a trace of its own', async (_, malformed) => {
  const { spans } = await exported(() => inSpan('work', { parent: malformed }, async () => undefined));
  expect(spans[0]?.parentSpanContext).toBeUndefined();
});

test('a trace that the host did not sample is exported all the same', async () => {
  const { spans } = await exported(() =>
    inSpan('work', { parent: parent.replace(/01$/, '00') }, async () => undefined),
  );
  expect(spans).toHaveLength(1);
});

test('a failure is told by its code or kind, never by its words', async () => {
  const { spans } = await exported(async () => {
    const refuse = () => Promise.reject(new PermanentError('file-empty', '"Maria.mp4" has no bytes.'));
    await inSpan('coded', {}, refuse).catch(() => undefined);
    await inSpan('other', {}, () => Promise.reject(new TypeError('Maria.mp4'))).catch(() => undefined);
  });
  expect(spans.map(({ attributes }) => attributes['error.type'])).toEqual(['file-empty', 'TypeError']);
  expect(spans.map(({ events, status }) => [events.length, status.message])).toEqual([
    [0, undefined],
    [0, undefined],
  ]);
});

test('work within a trace has no span of its own, and what it does belongs there', async () => {
  const { spans } = await exported(() =>
    withinTrace(parent, async () => {
      annotate({ lost: 1 });
      await inSpan('inner', {}, async () => annotate({ number: 1 }));
    }),
  );
  expect(spans.map(({ name, attributes }) => [name, attributes])).toEqual([['inner', { number: 1 }]]);
  expect(spans[0]?.spanContext().traceId).toBe('a'.repeat(32));
});

test('nothing that is exported names the machine or who uses it', async () => {
  const { spans } = await exported(() => inSpan('work', {}, async () => undefined));
  const { attributes } = spans[0]?.resource ?? {};
  expect(attributes).toEqual({
    'service.name': 'askwell',
    'service.instance.id': expect.stringMatching(/^[\da-f-]{36}$/),
  });
});
