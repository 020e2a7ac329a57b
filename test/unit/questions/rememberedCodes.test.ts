import { expect, test } from 'vitest';
import type { Code } from '../../../shared/lessons/question.ts';
import type { CodingEngine, QuestionText } from '../../../shared/questions/engine.ts';
import { remembering } from '../../../shared/questions/rememberedCodes.ts';

/** An engine that counts what it is asked, and gives each answer another confidence. */
function counting() {
  const asked: string[] = [];
  const engine: CodingEngine = {
    name: 'counting',
    modelVersion: '1',
    code: async (questions) =>
      questions.map(({ text }): Code => {
        asked.push(text);
        return {
          label: 'OEQ',
          subtype: 'explain',
          confidence: 1 / asked.length,
          engine: 'counting',
          modelVersion: '1',
        };
      }),
  };
  return { asked, engine };
}
const question = (text: string, more: Partial<QuestionText> = {}): QuestionText => ({
  text,
  before: '',
  after: '',
  ...more,
});

test('what was coded before is not asked again, and codes stay with their questions', async () => {
  const { asked, engine } = counting();
  const first = remembering(engine, new Map());
  const codes = await first.engine.code([question('Why?'), question('How?')]);
  const again = remembering(engine, first.given);
  const now = await again.engine.code([question('When?'), question('How?'), question('Where?'), question('Why?')]);
  expect(asked).toEqual(['Why?', 'How?', 'When?', 'Where?']);
  expect(now.map(({ confidence }) => confidence)).toEqual([1 / 3, 1 / 2, 1 / 4, 1]);
  expect(again.remembered).toEqual([codes[1], codes[0]]);
  expect(again.given.size).toBe(4);
});

test.each([
  ['words before', { before: 'A stone.' }],
  ['words after', { after: 'Yes.' }],
  ['a language', { language: 'es' as const }],
])('the same words with other %s are another question', async (_, more) => {
  const { asked, engine } = counting();
  const first = remembering(engine, new Map());
  await first.engine.code([question('Why?')]);
  await remembering(engine, first.given).engine.code([question('Why?', more)]);
  expect(asked).toEqual(['Why?', 'Why?']);
});

test('an engine that nothing is asked of is not called', async () => {
  const { engine } = counting();
  const first = remembering(engine, new Map());
  await first.engine.code([question('Why?')]);
  const silent = { ...engine, code: () => Promise.reject(new Error('called')) };
  await expect(remembering(silent, first.given).engine.code([question('Why?')])).resolves.toHaveLength(1);
});
