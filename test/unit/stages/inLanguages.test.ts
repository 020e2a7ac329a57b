import { expect, test } from 'vitest';
import { inLanguages } from '../../../shared/stages/inLanguages.ts';

const said = (text: string, language?: string) => ({ start: 1, end: 3, text, ...(language && { language }) });
const told = async (texts: readonly string[], allowed: readonly string[]) =>
  (
    await inLanguages(
      texts.map((text) => said(text)),
      allowed,
    )
  ).map(({ language }) => language);

test('an engine that tells no language of a piece is checked by the words', async () => {
  const texts = ['Why did the stone sink?', '¿Por qué se hundió la piedra?', 'How do you know that?'];
  expect(await told(texts, ['en', 'es'])).toEqual(['en', 'es', 'en']);
});

test('what it wrote in another language loses its words, and is told', async () => {
  const [piece] = await inLanguages([said("Pourquoi la pierre est-elle tombée au fond de l'eau?")], ['en', 'es']);
  expect(piece).toEqual({ start: 1, end: 3, text: '[another language]', language: 'und', heard: 'not-understood' });
});

test('what the engine told itself stays, and one language that may be spoken is that of all', async () => {
  const [piece] = await inLanguages([said('Why did it sink?', 'es')], ['en', 'es']);
  expect(piece?.language).toBe('es');
  expect(await told(['Why did it sink?', 'Warum?'], ['de'])).toEqual(['de', 'de']);
});

test('where languages may be spoken that no guess knows, none is said', async () => {
  expect(await told(['Why did the stone sink?'], ['en', 'ko'])).toEqual([undefined]);
});
