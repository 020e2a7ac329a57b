import { expect, test } from 'vitest';
import type { CodingResponse, UnitCode } from '../../../shared/api/contract.ts';
import { ApiError } from '../../../web/api/errors.ts';
import { createCodingDesk } from '../../../web/studies/codingDesk.ts';
import { ours } from './questions.ts';

const opened: CodingResponse = {
  studyId: 's'.repeat(24),
  lessonId: 'l'.repeat(24),
  title: 'Boats',
  durationSeconds: 60,
  coder: 'Ana',
  codebook: ours,
  showMachine: false,
  questions: [],
  codes: [],
  done: false,
  closed: false,
  etag: 'e0',
};
const code = (startSeconds: number): UnitCode => ({ startSeconds, endSeconds: startSeconds + 1, label: 'OEQ' });

/** A server that answers when it is told to. */
function fakeServer() {
  const asked: { etag: string; codes: readonly UnitCode[]; done: boolean; answer: (error?: Error) => void }[] = [];
  const send = (etag: string, codes: readonly UnitCode[], done: boolean) =>
    new Promise<CodingResponse>((resolve, reject) => {
      const etagAfter = `e${asked.length + 1}`;
      const answer = (error?: Error) =>
        error === undefined ? resolve({ ...opened, codes: [...codes], done, etag: etagAfter }) : reject(error);
      asked.push({ etag, codes, done, answer });
    });
  return { asked, send };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('codes are sent one request at a time, the newest state last, each based on the answer before', async () => {
  const { asked, send } = fakeServer();
  const desk = createCodingDesk(opened, send);
  desk.change([code(1)]);
  desk.change([code(1), code(3)]);
  desk.change([code(1), code(3), code(5)]);
  expect(asked).toHaveLength(1);
  asked[0]?.answer();
  await settled();
  expect(asked.map(({ etag, codes }) => [etag, codes.length])).toEqual([
    ['e0', 1],
    ['e1', 3],
  ]);
  expect(desk.get().saving).toBe('sending');
  asked[1]?.answer();
  await settled();
  expect(desk.get().saving).toBe('saved');
});

test('what could not be sent waits, is kept, and goes with the next try', async () => {
  const { asked, send } = fakeServer();
  const desk = createCodingDesk(opened, send);
  desk.change([code(1)]);
  asked[0]?.answer(new ApiError(0, '', 'There is no connection.'));
  await settled();
  expect(desk.get()).toMatchObject({ saving: 'waiting', codes: [code(1)] });
  desk.retry();
  asked[1]?.answer();
  await settled();
  expect(asked[1]).toMatchObject({ etag: 'e0', codes: [code(1)] });
  expect(desk.get()).toMatchObject({ saving: 'saved', error: undefined });
});

test('codes that were changed elsewhere are not written over', async () => {
  const { asked, send } = fakeServer();
  const desk = createCodingDesk(opened, send);
  desk.change([code(1)]);
  asked[0]?.answer(new ApiError(412, 'changed-meanwhile', 'It has changed.'));
  await settled();
  desk.retry();
  desk.change([code(3)]);
  expect(asked).toHaveLength(1);
  expect(desk.get()).toMatchObject({ saving: 'changed', codes: [code(1)] });
  await expect(desk.handIn()).rejects.toMatchObject({ status: 412 });
});

test('hands in after the last code is saved, and changes nothing after that', async () => {
  const { asked, send } = fakeServer();
  const desk = createCodingDesk(opened, send);
  desk.change([code(1)]);
  const handed = desk.handIn();
  expect(asked.map(({ done }) => done)).toEqual([false]);
  asked[0]?.answer();
  await settled();
  expect(asked[1]).toMatchObject({ etag: 'e1', done: true, codes: [code(1)] });
  asked[1]?.answer();
  await handed;
  desk.change([]);
  expect(desk.undo()).toBe(false);
  expect(desk.get()).toMatchObject({ done: true, codes: [code(1)] });
  expect(asked).toHaveLength(2);
});
