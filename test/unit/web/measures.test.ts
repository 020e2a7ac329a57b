import { expect, test } from 'vitest';
import { lessonMetrics } from '../../../shared/questions/metrics.ts';
import { measure } from '../../../web/model/measures.ts';
import { closed, ours, question, review } from './questions.ts';

/** A small generator of numbers from 0 to 1, the same ones each time. */
function numbers(seed: number) {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

test.each([1, 2, 3, 4, 5])('the figures are those of the server (lesson %i)', (seed) => {
  const next = numbers(seed);
  const questions = Array.from({ length: Math.floor(next() * 60) }, (_, index) => {
    const make = next() < 0.5 ? question : closed;
    return make(index * 11, {
      waitTimeSeconds: next() < 0.2 ? null : Math.round(next() * 6000) / 1000,
      ...(next() < 0.2 ? { doubtful: true } : {}),
      ...(next() < 0.2 ? { rejected: true } : {}),
      ...(next() < 0.2 ? { askedBy: next() < 0.5 ? 'child' : 'several' } : {}),
      ...(next() < 0.3 ? { review: review(next() < 0.5 ? 'OEQ' : 'CEQ') } : {}),
    });
  });
  const server = lessonMetrics(questions, { durationSeconds: 700, voice: [], segments: [] });
  const here = measure(questions, 700, ours);
  expect(here.doubtful).toBe(server.doubtfulCount);
  expect(here.whole).toEqual({ open: server.openCount, all: server.questionCount, share: server.openShare });
  expect(here.thirds.map(({ share }) => share)).toEqual(server.openShareByThird);
  expect(here.perMinute).toBe(server.questionsPerMinute);
  expect(here.waits.OEQ).toMatchObject({ median: server.waitAfterOpenSeconds.median });
  expect(here.waits.CEQ.known).toHaveLength(server.waitAfterClosedSeconds.count);
  expect(here.waits.CEQ.mean ?? -1).toBeCloseTo(server.waitAfterClosedSeconds.mean ?? -1, 9);
  expect(here.waitedLongShare).toBe(server.waitedThreeSecondsShare);
  expect(here.closedRun?.count ?? 0).toBe(server.longestClosedRun);
});

test('the longest closed run says where it begins and ends', () => {
  const run = [closed(0), question(10), closed(20), closed(30), closed(40), question(50), closed(60), closed(70)];
  expect(measure(run, 100, ours).closedRun).toMatchObject({ count: 3, from: { id: 'q20' }, to: { id: 'q40' } });
  expect(measure([question(1)], 100, ours).closedRun).toBeNull();
});

test('a lesson without questions has no shares instead of zero', () => {
  const none = measure([], 0, ours);
  expect(none.whole.share).toBeNull();
  expect(none.perMinute).toBeNull();
  expect(none.waitedLongShare).toBeNull();
  expect(none.waits.OEQ).toEqual({ known: [], median: null, mean: null, longShare: null });
});
