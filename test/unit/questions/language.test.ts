import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isRefusedIn, tellLanguages } from '../../../shared/questions/language.ts';
import { otherLanguages } from './otherLanguages.ts';

const tell = async (text: string) => (await tellLanguages([text]))[0];

describe('tellLanguages', () => {
  it.each([
    'Why did the volcano erupt?',
    'the red one?',
    "who's next?",
    'wanna turn the page?',
    'Tell me about your drawing, please.',
    'So what do you think will happen to the snowman?',
    'Pardon?',
    'ok?',
    'What color is the 🍎?',
    '<b>Why</b> did it <i>sink</i>?',
    'How many are 3 + 4?',
    'What is it? '.repeat(416),
  ])('takes "%s" for English', async (text) => {
    expect(await tell(text)).toEqual({ language: 'en' });
  });

  it.each([
    '¿Por qué se hundió la piedra?',
    'que crees que va a pasar',
    'de que color es la manzana',
    'cuéntame de tu dibujo',
    '¿Y luego qué hicieron los tres ositos?',
    '¿Cómo lo sabes?',
    'por que se hundio la piedra',
    '¿vale?',
    'como se llama',
  ])('takes "%s" for Spanish', async (text) => {
    expect(await tell(text)).toEqual({ language: 'es' });
  });

  it.each([
    ['as it begins, Spanish', '¿Qué crees que va a pasar if we put the ice in the sun?', 'es'],
    ['as it begins, English', 'Why do you think el perro está tan triste?', 'en'],
  ])('gives a text that mixes both one language: %s', async (_what, text, language) => {
    expect(await tell(text)).toEqual({ language });
  });

  it.each([
    ['French', 'Pourquoi est-ce que la pierre a coulé ?'],
    ['French, short', 'Tu veux un gâteau ?'],
    ['German', 'Warum ist der Stein gesunken?'],
    ['Italian', 'Perché è affondata la pietra?'],
    ['Portuguese', 'O que você acha que vai acontecer?'],
    ['Korean', '돌이 왜 가라앉았어?'],
    ['Chinese', '石头为什么沉下去了？'],
    ['Arabic', 'لماذا غرق الحجر؟'],
    ['Vietnamese', 'Tại sao hòn đá chìm?'],
    ['Tagalog', 'Bakit lumubog ang bato?'],
    ['Haitian Creole', 'Poukisa wòch la koule?'],
    ['English with German', 'What is das Haus doing mit dem Ball?'],
  ])('says that %s is not coded here', async (_what, text) => {
    expect(await tell(text)).toEqual({ reason: 'unsupported-language' });
  });

  it.each([
    ['marks alone', '?? !! …'],
    ['a number', '12345'],
    ['a loop', 'the the the the the'],
    ['keys', 'asdf qwer zxcv hjkl'],
    ['filler of pages', 'Lorem ipsum dolor sit amet, consectetur adipiscing elit'],
    ['filler that begins later', 'Dolor sit amet?'],
    ['made-up words', 'blorp fizzle gnark twimbly'],
    ['pictures', '🙂🙂🙂'],
    ['sums', '3 + 4 = ?'],
    ['markup', '<div class="a">&nbsp;</div>'],
    ['an address', 'https://example.com/why-did-it-sink?'],
    ['one letter 5,000 times', 'x'.repeat(5000)],
  ])('says that %s are no sentence', async (_what, text) => {
    expect(await tell(text)).toEqual({ reason: 'not-a-sentence' });
  });

  it('answers for each text, in order, and for none', async () => {
    expect(await tellLanguages(['¿Qué es?', '123', 'What is it?'])).toEqual([
      { language: 'es' },
      { reason: 'not-a-sentence' },
      { language: 'en' },
    ]);
    expect(await tellLanguages([])).toEqual([]);
  });

  it('refuses other languages, but for three sentences that look like Spanish', async () => {
    const told = await tellLanguages(otherLanguages.map(([, text]) => text));
    const taken = otherLanguages.filter((_, index) => 'language' in (told[index] ?? {})).map(([, text]) => text);
    expect(taken).toEqual(['Por que a pedra afundou?', 'De quin color és la poma?', 'Vols una galeta?']);
  });

  it.each([
    ['es', 'Warum nicht?', true],
    ['es', 'Was machst du?', true],
    ['es', 'Co robisz?', true],
    ['en', 'Tu veux jouer ?', true],
    ['en', 'Vad gör du?', true],
    ['en', 'Pourquoi ?', true],
    ['en', '石头为什么沉下去了？', true],
    ['es', 'Què fas?', true],
    ['es', 'Perché?', false], // told for English before anybody asks
    ['es', '¿Flota?', false],
    ['es', '¿Naranja?', false],
    ['es', '¿Y Bruno?', false],
    ['en', "you're gonna save?", false],
    ['en', 'Was machst du?', false], // "was" is English
    ['en', 'Broccoli?', false],
  ] as const)('where somebody says %s, "%s" is refused: %s', async (language, text, refused) => {
    const told = await tell(text);
    expect(told !== undefined && 'reason' in told && isRefusedIn(language, text, told.reason)).toBe(refused);
  });

  it('tells English questions of all kinds for English', async () => {
    const texts = readFileSync(new URL('../../../samples/questions.jsonl', import.meta.url), 'utf8');
    const questions = texts
      .trim()
      .split('\n')
      .map((line) => String(JSON.parse(line).question));
    const told = await tellLanguages(questions);
    expect(questions.filter((_, index) => !('language' in (told[index] ?? {})))).toEqual([]);
    expect(told.filter((each) => 'language' in each && each.language === 'es')).toEqual([]);
  });
});
