import { expect, test } from 'vitest';
import { cascadeEngine } from '../../../shared/coding/cascadeEngine.ts';
import { Tally } from '../../../shared/coding/tally.ts';
import type { Code } from '../../../shared/lessons/question.ts';
import type { CodingEngine, QuestionText } from '../../../shared/questions/engine.ts';

const code = (confidence: number, engine: string): Code => ({
  label: 'CEQ',
  subtype: 'yes-no',
  confidence,
  engine,
  modelVersion: '1',
});

/** Stand-ins for both models: the local one is as sure as the question's text says. */
function cascade(threshold: number) {
  const asked: string[] = [];
  const tally = new Tally('cascade');
  const local: CodingEngine = {
    name: 'local',
    modelVersion: 'l',
    code: async (questions) => questions.map(({ text }) => code(Number(text), 'local')),
  };
  const large: CodingEngine = {
    name: 'openai',
    modelVersion: 'g',
    code: async (questions: readonly QuestionText[]) => {
      asked.push(...questions.map(({ text }) => text));
      tally.add('asked', questions.length);
      return questions.map(() => code(0.99, 'openai'));
    },
  };
  return { engine: cascadeEngine({ local, large, threshold, tally }), asked, tally };
}

test('the large model is asked where the local one is less sure than the threshold, and nowhere else', async () => {
  const { engine, asked, tally } = cascade(0.8);
  const codes = await engine.code(['0.95', '0.79', '0.8', '0.5', '1'].map((text) => ({ text })));
  expect(asked).toEqual(['0.79', '0.5']);
  expect(codes.map((each) => each.engine)).toEqual(['local', 'openai', 'local', 'openai', 'local']);
  expect(tally.report()).toMatchObject({ questions: 5, local: 3, asked: 2 });
});

test('its version names both models and the threshold', () => {
  expect(cascade(0.8).engine.modelVersion).toBe('l, below 0.8 g');
});
