import { describe, expect, it } from 'vitest';
import { metricsSchema } from '../../../shared/lessons/metrics.ts';
import type { Label } from '../../../shared/lessons/question.ts';
import { lessonMetrics } from '../../../shared/questions/metrics.ts';
import { empty } from '../../../testing/transcripts.ts';

const question = (start: number, label: Label, waitTimeSeconds: number | null = null) => ({
  start,
  end: start + 1,
  label,
  waitTimeSeconds,
  next: waitTimeSeconds === null ? ('end' as const) : ('speech' as const),
});
const recording = {
  ...empty(120),
  voice: [
    { start: 0, end: 30 },
    { start: 20, end: 60 },
  ],
};

describe('lessonMetrics', () => {
  it('counts and shares', () => {
    const metrics = lessonMetrics(
      [question(1, 'OEQ', 4), question(50, 'CEQ', 1), question(70, 'CEQ', 2), question(119, 'CEQ')],
      recording,
    );
    expect(metrics).toEqual({
      questionCount: 4,
      doubtfulCount: 0,
      childCount: 0,
      childOpenCount: 0,
      adultCount: 0,
      openCount: 1,
      closedCount: 3,
      openShare: 0.25,
      openShareByThird: [1, 0, 0],
      questionsPerMinute: 2,
      waitAfterOpenSeconds: { median: 4, mean: 4, count: 1 },
      waitAfterClosedSeconds: { median: 1.5, mean: 1.5, count: 2 },
      waitedThreeSecondsShare: 1 / 3,
      followedCount: 0,
      childAnsweredShare: null,
      selfAnsweredShare: null,
      waitAfterAnswerSeconds: { median: null, mean: null, count: 0 },
      byLanguage: {
        en: {
          questionCount: 4,
          openCount: 1,
          openShare: 0.25,
          waitAfterOpenSeconds: { median: 4, mean: 4, count: 1 },
          waitAfterClosedSeconds: { median: 1.5, mean: 1.5, count: 2 },
          spokenSeconds: null,
          spokenShare: null,
          educatorSeconds: null,
          educatorShare: null,
          childrenSeconds: null,
          childrenShare: null,
        },
      },
      longestClosedRun: 3,
      speechShare: 0.5,
      talk: null,
    });
    expect(() => metricsSchema.parse(metrics)).not.toThrow();
  });

  it('lets a review stand in place of the code', () => {
    const review = { label: 'OEQ', by: 'somebody', at: '2026-01-01T00:00:00Z' } as const;
    const metrics = lessonMetrics([{ ...question(1, 'CEQ', 3), review }, question(2, 'CEQ', 1)], recording);
    expect(metrics).toMatchObject({ openCount: 1, closedCount: 1, longestClosedRun: 1 });
    expect(metrics.waitAfterOpenSeconds).toEqual({ median: 3, mean: 3, count: 1 });
  });

  it('does not count what was hard to hear, until a person has confirmed it', () => {
    const review = { label: 'OEQ', by: 'somebody', at: '2026-01-01T00:00:00Z' } as const;
    const doubtful = { ...question(2, 'OEQ', 9), doubtful: true } as const;
    const heard = question(1, 'CEQ', 1);
    expect(lessonMetrics([heard, doubtful], recording)).toMatchObject({
      ...{ questionCount: 1, doubtfulCount: 1, openCount: 0, openShare: 0, waitedThreeSecondsShare: 0 },
      waitAfterOpenSeconds: { count: 0 },
    });
    expect(lessonMetrics([heard, { ...doubtful, review }], recording)).toMatchObject({
      ...{ questionCount: 2, doubtfulCount: 0, openCount: 1, waitedThreeSecondsShare: 0.5 },
    });
  });

  it('has nothing to divide by in a lesson without questions', () => {
    const metrics = lessonMetrics([], empty(60));
    expect(metrics).toMatchObject({
      questionCount: 0,
      openShare: null,
      openShareByThird: [null, null, null],
      questionsPerMinute: 0,
      waitedThreeSecondsShare: null,
      longestClosedRun: 0,
      speechShare: 0,
    });
  });

  it('divides by no time of a recording without length', () => {
    expect(lessonMetrics([question(0, 'OEQ')], empty(0))).toMatchObject({
      questionsPerMinute: null,
      speechShare: null,
    });
  });

  it('tells no speech share where the voice was not measured', () => {
    const segments = [{ start: 0, end: 60, text: 'Hello.' }];
    expect(lessonMetrics([], { ...empty(60), segments }).speechShare).toBeNull();
  });

  it('counts a run of closed questions by time, whatever their order', () => {
    const metrics = lessonMetrics(
      [question(30, 'OEQ'), question(10, 'CEQ'), question(40, 'CEQ'), question(20, 'CEQ')],
      recording,
    );
    expect(metrics.longestClosedRun).toBe(2);
  });

  it('takes three seconds as waited, and a little less as not', () => {
    expect(lessonMetrics([question(1, 'OEQ', 3), question(2, 'OEQ', 2.999)], recording).waitedThreeSecondsShare).toBe(
      0.5,
    );
  });
});
