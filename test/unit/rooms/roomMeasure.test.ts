import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventedIn } from '../../../scripts/rooms/inventions.ts';
import { Kept } from '../../../scripts/rooms/kept.ts';
import { type Truth, trueSegments } from '../../../scripts/rooms/lesson.ts';
import { hasWords, matched, measure, type Outcome, quantile } from '../../../scripts/rooms/measure.ts';

// An educator asks an open question, a child answers after 3.5 s; she asks a closed one, and is answered after 1 s.
const who = { askedBy: 'educator', nextBy: 'child' } as const;
const truth: Truth = {
  durationSeconds: 20,
  turns: [
    { speaker: 'educator', text: 'Why did it sink?', start: 1, end: 3 },
    { speaker: 'leo', text: 'It is very heavy.', start: 6.5, end: 8 },
    { speaker: 'educator', text: 'Is it red?', start: 10, end: 11 },
    { speaker: 'mia', text: 'Yes it is.', start: 12, end: 13 },
  ],
  questions: [
    { text: 'Why did it sink?', label: 'OEQ', start: 1, end: 3, waitTimeSeconds: 3.5, ...who },
    { text: 'Is it red?', label: 'CEQ', start: 10, end: 11, waitTimeSeconds: 1, ...who },
  ],
};
const segments = trueSegments(truth);
const question = (start: number, end: number, waitTimeSeconds: number | null, label: 'OEQ' | 'CEQ') => ({
  start,
  end,
  text: '?',
  label,
  confidence: 0.95,
  waitTimeSeconds,
});
const perfect: Outcome = {
  recognised: segments,
  segments,
  questions: [question(1, 3, 3.5, 'OEQ'), question(10, 11, 1, 'CEQ')],
  metrics: { openShare: 0.5, waitedThreeSecondsShare: 0.5 },
};

describe('what a room is measured by', () => {
  it('finds nothing wrong with the truth', () => {
    expect(measure(truth, perfect)).toEqual({
      educatorTurns: 2,
      childTurns: 2,
      educatorHeard: 2,
      childHeard: 2,
      educatorKept: 2,
      childKept: 2,
      wordsDoubted: 0,
      wordErrorRate: 0,
      questions: 2,
      found: 2,
      foundDoubtful: 0,
      lost: 0,
      invented: 0,
      labelsRight: 2,
      waitErrorMedian: 0,
      waitErrorNinth: 0,
      openShareError: 0,
      waitedShareError: 0,
    });
  });

  it('tells a child that was not recognised from one that was thrown away', () => {
    const [why, heavy, red, yes] = segments;
    if (!(why && heavy && red && yes)) throw new Error('four turns');
    const outcome = { ...perfect, recognised: [why, heavy, red], segments: [why, red] };
    // Of 14 words, the 4 and the 3 of the children are missing.
    expect(measure(truth, outcome)).toMatchObject({
      childHeard: 1,
      childKept: 0,
      educatorKept: 2,
      wordErrorRate: 7 / 14,
    });
  });

  it('counts questions that are lost, invented or wrongly coded, and how far waits are off', () => {
    const questions = [question(1.2, 3, 4, 'CEQ'), question(16, 17, 0.5, 'CEQ')];
    const metrics = { openShare: 0, waitedThreeSecondsShare: 1 };
    expect(measure(truth, { ...perfect, questions, metrics })).toMatchObject({
      found: 1,
      lost: 1,
      invented: 1,
      labelsRight: 0,
      waitErrorMedian: 0.5,
      waitErrorNinth: 0.5,
      openShareError: 0.5,
      waitedShareError: 0.5,
    });
  });

  it('tells apart what is called doubtful', () => {
    const [why, ...others] = segments;
    if (!why) throw new Error('four turns');
    const doubted = [{ ...why, heard: 'doubtful' as const }, ...others];
    const questions = perfect.questions.map((one) => ({ ...one, doubtful: true as const }));
    const invented = { ...question(16, 17, 1, 'CEQ'), doubtful: true as const };
    const outcome = { ...perfect, segments: doubted, questions: [...questions, invented] };
    expect(measure(truth, outcome)).toMatchObject({ wordsDoubted: 4, found: 2, foundDoubtful: 2, invented: 0 });
    expect(inventedIn(new Float32Array(16_000), outcome)).toMatchObject({
      sentences: 3,
      questions: 0,
      doubtfulQuestions: 3,
    });
  });

  it('calls no question lost that the recogniser did not write', () => {
    expect(measure(truth, { ...perfect, recognised: [], segments: [], questions: [] })).toMatchObject({
      found: 0,
      lost: 0,
    });
  });

  it('has a turn heard by half its words, at its time', () => {
    const turn = { start: 6.5, end: 8, text: 'It is very heavy.' };
    const said = (text: string, start = 6.5) => [{ start, end: start + 1.5, text }];
    expect(hasWords(turn, said('is heavy'))).toBe(true);
    expect(hasWords(turn, said('heavy'))).toBe(false);
    expect(hasWords(turn, said('It is very heavy.', 12))).toBe(false);
  });

  it('uses each found question once', () => {
    const both = truth.questions.map((one) => ({ ...one, start: 5, end: 6 }));
    expect(matched(both, [question(5, 6, 1, 'OEQ')])).toHaveLength(1);
  });

  it('takes quantiles between values in proportion', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([0, 10], 0.9)).toBe(9);
    expect(quantile([], 0.5)).toBeNull();
  });

  it('counts as sure what was coded with nine tenths', () => {
    const sound = new Float32Array(16_000 * 30);
    const questions = [question(1, 2, 1, 'OEQ'), { ...question(3, 4, 1, 'OEQ'), confidence: 0.6 }];
    expect(inventedIn(sound, { ...perfect, questions })).toEqual({
      minutes: 0.5,
      sentences: 4,
      questions: 2,
      sureQuestions: 1,
      doubtfulQuestions: 0,
    });
  });
});

describe('what was heard', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'askwell-kept-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is kept by the sound itself, whatever its file is called', async () => {
    const file = async (name: string, sound: string) => {
      await writeFile(join(folder, name), sound);
      return join(folder, name);
    };
    let times = 0;
    const listen = async () => {
      times += 1;
      return { times };
    };
    const answers = join(folder, 'answers');
    expect(await new Kept(answers).of(await file('one.flac', 'a hum'), listen)).toEqual({ times: 1 });
    expect(await new Kept(answers).of(await file('other.flac', 'a hum'), listen)).toEqual({ times: 1 });
    expect(await new Kept(answers).of(await file('one.flac', 'a voice'), listen)).toEqual({ times: 2 });
  });
});
