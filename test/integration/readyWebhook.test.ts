import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LessonEvent } from '../../shared/messaging/messages.ts';
import { documents } from '../../shared/results/database.ts';
import { tellReady } from '../../shared/stages/tellReady.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

interface Posted {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const secret = Buffer.alloc(32, 7);
let receiver: Server;
let stores: Stores;
let posted: Posted[] = [];
/** The statuses of the next answers; 200 when there is none left. */
let answers: number[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => {
      body += data.toString();
    });
    request.on('end', () => {
      posted.push({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(answers.shift() ?? 200, { location: '/elsewhere' }).end('thanks');
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  // A TCP server's address is always an AddressInfo.
  const { port } = receiver.address() as AddressInfo;
  stores = await startStores({
    READY_WEBHOOK: `http://127.0.0.1:${port}/hook`,
    READY_WEBHOOK_KEY: `whsec_${secret.toString('base64')}`,
  });
});
afterAll(async () => {
  await stores?.[Symbol.asyncDispose]();
  receiver?.close();
});
beforeEach(() => {
  posted = [];
  answers = [];
});

const event = (change: Partial<LessonEvent> = {}): LessonEvent => ({
  schemaVersion: 1,
  type: 'lesson.completed',
  siteId: 'river-school',
  lessonId: 'lesson-1',
  revision: 'r1',
  at: new Date().toISOString(),
  ...change,
});

test('a lesson that is ready is told by its id, signed so that a receiver can check it', async () => {
  const at = new Date().toISOString();
  expect(await tellReady(event({ at }))).toEqual({ outcome: 'told', lessonId: 'lesson-1', status: 200 });
  expect(posted).toHaveLength(1);
  const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = posted;
  expect(path).toBe('/hook');
  const data = { type: 'lesson.completed', lessonId: 'lesson-1', at, left: 0 };
  expect(JSON.parse(body)).toEqual({ type: 'lesson.completed', timestamp: at, data });
  // As the specification of Standard Webhooks has it.
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', secret).update(signed).digest('base64')}`);
  expect(Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp']))).toBeLessThan(10);
});

test('a failed lesson is told without its reason, its file or its site, and with how many are left', async () => {
  const lessons = await documents('lessons');
  for (const id of ['lesson-2', 'lesson-3', 'lesson-4'])
    await lessons.items.create({
      id,
      siteId: 's',
      status: 'running',
      revision: 'r1',
      updatedAt: new Date().toISOString(),
    });
  const failure = { code: 'no-audio' as const, message: 'Kim.mp4 has no sound.', stage: 'sound' as const };
  await tellReady({ ...event({ type: 'lesson.failed', lessonId: 'lesson-2' }), failure });
  expect(JSON.parse(posted[0]?.body ?? '').data).toMatchObject({
    type: 'lesson.failed',
    lessonId: 'lesson-2',
    left: 2,
  });
  expect(JSON.stringify(posted)).not.toMatch(/Kim|river-school|no-audio/);
});

test('a receiver that is busy is asked again, with the same id', async () => {
  answers = [503, 429];
  expect(await tellReady(event())).toMatchObject({ outcome: 'told' });
  expect(posted).toHaveLength(3);
  expect(new Set(posted.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

test.each([401, 404, 410, 302])(
  'an answer of %i is a refusal: it is not asked again, and not followed',
  async (status) => {
    answers = [status];
    expect(await tellReady(event())).toEqual({ outcome: 'refused', lessonId: 'lesson-1', status });
    expect(posted.map(({ path }) => path)).toEqual(['/hook']);
  },
);

test('a receiver that stays away leaves the event to the queue', { timeout: 90_000 }, async () => {
  answers = Array(20).fill(503);
  await expect(tellReady(event())).rejects.toThrow('answered 503');
  expect(posted).toHaveLength(6);
});

test('what was superseded, and what ended long before, is passed over; what is no event is an error', async () => {
  expect(await tellReady(event({ type: 'lesson.superseded' }))).toEqual({ outcome: 'passed over' });
  expect(await tellReady(event({ at: '2026-01-01T00:00:00.000Z' }))).toEqual({ outcome: 'passed over' });
  await expect(tellReady({ type: 'lesson.completed' })).rejects.toThrow('lessonId');
  expect(posted).toEqual([]);
});
