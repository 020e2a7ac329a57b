import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Span } from '../../../page/otlp.ts';
import { Spans } from '../../../page/spans.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function spanOf(number: number, more: Partial<Span> = {}): Span {
  return {
    traceId: number.toString(16).padStart(32, '0'),
    spanId: number.toString(16).padStart(16, '0'),
    parentSpanId: undefined,
    service: 'flood',
    scope: 'flood',
    name: 'drop',
    startMs: number,
    endMs: number + 1,
    failure: undefined,
    attributes: {},
    events: [],
    ...more,
  };
}

/** Of its own in memory, as each comes from a body of its own. */
const text = (number: number, length: number) => Buffer.from(`${number} `.padEnd(length, 'x')).toString();

test.each([
  ['traces of large spans', (number: number) => spanOf(number, { attributes: { a: text(number, 4000) } })],
  [
    'one endless trace',
    (number: number) => ({ ...spanOf(number, { attributes: { a: text(number, 4000) } }), traceId: 'f'.repeat(32) }),
  ],
  [
    'invocations of ever other functions',
    (number: number) =>
      spanOf(number, {
        scope: 'local-cloud.host',
        name: `f${number}`,
        attributes: { 'faas.invocation_id': `i${number}`, 'durable.instance_id': `o${number}`, a: text(number, 4000) },
      }),
  ],
  [
    'invocations of one function with long logs',
    (number: number) =>
      spanOf(number, {
        scope: 'local-cloud.host',
        attributes: { 'faas.invocation_id': `i${number}` },
        events: Array.from({ length: 3 }, () => ({
          atMs: 1,
          name: 'log',
          attributes: { message: text(number, 2000) },
        })),
      }),
  ],
])('%s fill no more than the bounds', { timeout: 60_000 }, (_, make) => {
  collect();
  const before = process.memoryUsage().heapUsed;
  const spans = new Spans();
  for (let number = 0; number < 40_000; number += 1) spans.add([make(number)]);
  collect();
  const megabytes = (process.memoryUsage().heapUsed - before) / 1e6;
  expect(spans.traces().length).toBeGreaterThan(0);
  expect(megabytes).toBeLessThan(150);
});

test('a function that is called rarely keeps its last invocations when another floods', () => {
  const spans = new Spans();
  const call = (number: number, name: string, length: number) =>
    spanOf(number, {
      scope: 'local-cloud.host',
      name,
      attributes: { 'faas.invocation_id': `i${number}`, input: text(number, length) },
    });
  spans.add([call(1, 'daily', 100)]);
  for (let number = 2; number < 20_000; number += 1) spans.add([call(number, `busy${number % 200}`, 4000)]);
  expect(spans.functions.get('daily')?.invocations).toHaveLength(1);
  expect(spans.functions.get('busy1')).toMatchObject({ calls: 99, failures: 0 });
});
