import type { OrchestrationContext } from 'durable-functions';
import { expect, test } from 'vitest';
import { inTrace } from '../../../functions/durable/call.ts';
import { lessonJobSchema } from '../../../shared/messaging/messages.ts';

const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const source = {
  blobName: 'a.mp4',
  siteId: 'default',
  fileName: 'a.mp4',
  lessonId: '0'.repeat(24),
  revision: '1'.repeat(16),
  etag: 'e',
  sizeBytes: 1,
  uploadedAt: '2026-11-21T10:00:00.000Z',
};

test('a job carries its trace; one whose trace makes no sense, or that has none, is a job all the same', () => {
  const job = { schemaVersion: 1, source };
  expect(lessonJobSchema.parse({ ...job, traceParent: parent }).traceParent).toBe(parent);
  expect(lessonJobSchema.parse({ ...job, traceParent: { a: 1 } })).toMatchObject({
    source: { lessonId: source.lessonId },
  });
  expect(lessonJobSchema.parse(job).traceParent).toBeUndefined();
});

test.each([
  ['its trace', { ...source, traceParent: parent }, { index: 1, traceParent: parent }],
  ['none, where it has none', source, { index: 1 }],
  ['none, where its input is nothing', undefined, { index: 1 }],
])('an orchestration hands to its activities %s', (_, input, handed) => {
  // Of a context only the input is read.
  const context = { df: { getInput: () => input } } as unknown as OrchestrationContext;
  expect(inTrace(context, { index: 1 })).toEqual(handed);
  expect(inTrace(context, { index: 1 })).toEqual(inTrace(context, { index: 1 }));
});
