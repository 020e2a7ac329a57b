import { beforeAll, describe, expect, test } from 'vitest';
import { useSettings } from '../../testing/settings.ts';

beforeAll(() => useSettings({}));

async function codesOf(questions: string[], language?: 'en' | 'es') {
  const { predict } = await import('../../shared/api/predict.ts');
  const { predictions } = await predict({
    questions,
    evidence: false,
    engine: 'local',
    ...(language === undefined ? {} : { language }),
  });
  return predictions;
}

const none = (question: string, reason: string) => ({ question, label: null, reason });

describe('what is no sentence, or in a language that nobody here codes, gets the reason and no label', () => {
  test.each([
    ['pictures', '🙂🙂🙂', 'not-a-sentence'],
    ['keys', 'asdf qwer', 'not-a-sentence'],
    ['marks', '?????', 'not-a-sentence'],
    ['a number', '12345', 'not-a-sentence'],
    ['one letter 5,000 times', 'x'.repeat(5000), 'not-a-sentence'],
    ['markup', '<div class="a">', 'not-a-sentence'],
    ['French', 'Pourquoi est-ce que la pierre a coulé ?', 'unsupported-language'],
    ['German', 'Warum ist der Stein heute gesunken?', 'unsupported-language'],
    ['Portuguese', 'O que você acha que vai acontecer?', 'unsupported-language'],
    ['English with French', 'Why did the stone sink? Pourquoi la pierre a coulé ?', 'unsupported-language'],
  ])('%s', async (_what, text, reason) => {
    expect(await codesOf([text])).toEqual([none(text, reason)]);
    // Also where somebody says that it is in one.
    expect(await codesOf([text], 'en')).toEqual([none(text, reason)]);
  });
});

test('each text is coded in its own language, which is told, in their order', async () => {
  const texts = ['por que se hundio la piedra', 'asdf qwer', 'How did you make it?', 'What do you think va a pasar?'];
  expect(await codesOf(texts)).toMatchObject([
    { language: 'es', label: 'OEQ' },
    none('asdf qwer', 'not-a-sentence'),
    { language: 'en', label: 'OEQ' },
    { language: 'en' },
  ]);
});

test('a short text has the language that somebody says', async () => {
  expect(await codesOf(['No?'], 'en')).toMatchObject([{ language: 'en' }]);
  expect(await codesOf(['No?'], 'es')).toMatchObject([{ language: 'es' }]);
});
