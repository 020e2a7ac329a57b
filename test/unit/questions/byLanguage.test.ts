import { describe, expect, it } from 'vitest';
import { metricsSchema } from '../../../shared/lessons/metrics.ts';
import type { CodedLanguage, Label } from '../../../shared/lessons/question.ts';
import { lessonMetrics, remeasured } from '../../../shared/questions/metrics.ts';
import { sharedSeconds } from '../../../shared/questions/spans.ts';
import { empty } from '../../../testing/transcripts.ts';

const question = (start: number, label: Label, waitTimeSeconds: number | null, language?: CodedLanguage) => ({
  ...{ start, end: start + 1, label, waitTimeSeconds, next: 'speech' as const },
  ...(language === undefined ? {} : { language }),
});
const questions = [
  question(1, 'OEQ', 4),
  question(5, 'CEQ', 1, 'es'),
  question(9, 'OEQ', 3, 'es'),
  { ...question(12, 'CEQ', 2, 'es'), askedBy: 'child' as const },
];
const segment = (start: number, end: number, language: string) => ({ start, end, language, text: 'x' });
const heard = {
  ...empty(60),
  segments: [segment(0, 4, 'en'), segment(4, 10, 'es'), segment(10, 12, 'es'), segment(12, 14, 'ko')],
  speakers: {
    state: 'told' as const,
    turns: [
      { start: 0, end: 6, speaker: 0 },
      { start: 6, end: 10, speaker: 1 },
      { start: 10, end: 13, speaker: 0 },
    ],
  },
};
const voices = [
  { speaker: 0, role: 'educator' as const, roleFrom: 'person' as const },
  { speaker: 1, role: 'child' as const, roleFrom: 'person' as const },
].map((voice) => ({ ...voice, seconds: 0, turns: 0, longestSeconds: 0, questions: 0 }));

describe('figures by language', () => {
  it('count each question in its own, and only those that count', () => {
    const { byLanguage } = lessonMetrics(questions, empty(60));
    expect(Object.keys(byLanguage)).toEqual(['en', 'es']);
    expect(byLanguage.en).toMatchObject({ questionCount: 1, openCount: 1, openShare: 1, educatorSeconds: null });
    expect(byLanguage.es).toMatchObject({ questionCount: 2, openCount: 1, openShare: 0.5 });
    expect(byLanguage.es?.waitAfterOpenSeconds).toEqual({ median: 3, mean: 3, count: 1 });
    expect(byLanguage.es?.waitAfterClosedSeconds).toEqual({ median: 1, mean: 1, count: 1 });
  });

  it('say how much educators and children talk in each, where voices were told apart', () => {
    const { byLanguage } = lessonMetrics(questions, heard, voices);
    // The educator: 0 to 4 in English, 4 to 6 and 10 to 12 in Spanish, 12 to 13 in Korean; a child 6 to 10 in Spanish.
    expect(byLanguage.en).toMatchObject({ educatorSeconds: 4, educatorShare: 4 / 9, childrenSeconds: 0 });
    expect(byLanguage.es).toMatchObject({
      educatorSeconds: 4,
      educatorShare: 4 / 9,
      childrenSeconds: 4,
      childrenShare: 1,
    });
    expect(byLanguage.ko).toMatchObject({ questionCount: 0, openShare: null, educatorSeconds: 1 });
    expect(() => metricsSchema.parse(lessonMetrics(questions, heard, voices))).not.toThrow();
  });

  it('say how long each is spoken, also where voices were not told apart', () => {
    const { byLanguage } = lessonMetrics(questions, { ...empty(60), segments: heard.segments });
    expect(byLanguage.en).toMatchObject({ spokenSeconds: 4, spokenShare: 4 / 14, educatorSeconds: null });
    expect(byLanguage.es).toMatchObject({ spokenSeconds: 8, spokenShare: 8 / 14, childrenShare: null });
    expect(byLanguage.ko).toMatchObject({ spokenSeconds: 2, questionCount: 0 });
    const { metrics } = { metrics: lessonMetrics(questions, { ...empty(60), segments: heard.segments }) };
    expect(remeasured({ durationSeconds: 60, metrics }, []).byLanguage.ko?.spokenSeconds).toBe(2);
  });

  it('are read of a lesson that was measured before it was told how long each is spoken', () => {
    const now = lessonMetrics(questions, heard, voices);
    const before = Object.fromEntries(
      Object.entries(now.byLanguage).map(([code, { spokenSeconds: _, spokenShare: __, ...own }]) => [code, own]),
    );
    expect(metricsSchema.parse({ ...now, byLanguage: before }).byLanguage.es?.spokenSeconds).toBeNull();
  });

  it('follow a correction, and keep the talk that was measured', () => {
    const metrics = lessonMetrics(questions, heard, voices);
    const again = remeasured({ durationSeconds: 60, metrics }, [question(1, 'CEQ', 4), question(2, 'CEQ', 1, 'es')]);
    expect(again.byLanguage.en).toMatchObject({ openShare: 0, educatorSeconds: 4 });
    expect(again.byLanguage.es).toMatchObject({ questionCount: 1, childrenShare: 1 });
    expect(again.byLanguage.ko).toMatchObject({ questionCount: 0, educatorSeconds: 1 });
  });
});

describe('sharedSeconds', () => {
  const span = (start: number, end: number) => ({ start, end });
  it.each([
    [[], [span(0, 1)], 0],
    [[span(0, 1)], [span(1, 2)], 0],
    [[span(0, 10)], [span(1, 2), span(3, 5), span(9, 20)], 4],
    [[span(0, 3), span(4, 8)], [span(2, 6)], 3],
  ])('of %j and %j is %s', (a, b, seconds) => {
    expect(sharedSeconds(a, b)).toBe(seconds);
    expect(sharedSeconds(b, a)).toBe(seconds);
  });
});
