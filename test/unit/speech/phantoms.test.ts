import { expect, test } from 'vitest';
import { isPhantom, phantoms } from '../../../shared/speech/phantoms.ts';
import { isPhantom as isPhantomOfTheService, phantoms as ofTheService } from '../../../speech/words/hallucination.ts';

// The service imports nothing of the app, so each has the list.
test('the app and the speech service know the same invented phrases', () => {
  expect([...phantoms]).toEqual([...ofTheService]);
});

// As people have reported them: ggml-org/whisper.cpp issue 2660, thewh1teagle/vibe issue 1383, Purfview/whisper-standalone-win issue 144.
test.each([
  'Subtítulos realizados por la comunidad de Amara.org',
  '¡Suscríbete al canal!',
  '¡Gracias por ver el video!',
  'No olvides suscribirte.',
  "Sous-titres réalisés par la communauté d'Amara.org",
  'Sous-titres réalisés para la communauté d’Amara.org',
  'Sous-titrage Société Radio-Canada',
  "Sous-titrage ST' 501",
  "Merci d'avoir regardé cette vidéo !",
  'Subtitles by the Amara.org community',
  'Thank you for watching!',
])('%s is one, to both', (text) => {
  expect(isPhantom(text)).toBe(true);
  expect(isPhantomOfTheService(text, -0.2, { start: 0, end: 2 }, [])).toBe(true);
});

test.each(['Gracias por la manzana.', 'Merci, maman.', 'Subscribe your name here.'])('%s is none', (text) => {
  expect(isPhantom(text)).toBe(false);
  expect(isPhantomOfTheService(text, -0.2, { start: 0, end: 2 }, [])).toBe(false);
});
