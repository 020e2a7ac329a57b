import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../../shared/lessons/transcript.ts';
import { codeQuestions } from '../../../shared/questions/code.ts';
import { findQuestions } from '../../../shared/questions/find.ts';
import { localEngine } from '../../../shared/questions/localEngine.ts';
import { lesson, type Turn } from '../../../testing/transcripts.ts';

/** A lesson of which each turn was heard in the language before it. */
function heardIn(turns: readonly (readonly [language: string, ...turn: Turn])[]): Transcript {
  const plain = lesson(turns.map(([, start, text]) => [start, text]));
  return {
    ...plain,
    segments: plain.segments.map((segment, at) => ({ ...segment, language: turns[at]?.[0] ?? 'en' })),
  };
}
const textsIn = (...texts: string[]): string[] =>
  findQuestions(heardIn(texts.map((text, index) => ['es', 1 + 8 * index, text]))).map(({ text }) => text);

describe('a question in Spanish', () => {
  it.each([
    ['between its marks', '¿Por qué se hundió el barco?'],
    ['with the last mark alone', 'Quieres más agua?'],
    ['with an accent, no mark', 'Qué está haciendo la rana.'],
    ['without marks and accents', 'que esta haciendo la rana'],
    ['behind an opener', 'a ver entonces como sabes que es un perro'],
    ['behind other talk', 'mira se cayó todo por qué se cayó'],
    ['with its subject before the verb', 'que tu quieres'],
    ['in the vos form', 'vos qué hiciste en el parque'],
    ['with a preposition', 'de que color es tu camisa'],
    ['with porque for por que', 'porque estas llorando'],
    ['of a number', 'cuantos patos hay'],
    ['of a place', 'donde esta tu mochila'],
    ['a tag: verdad', 'es muy grande verdad'],
    ['a tag: no', 'tú eres el ayudante no'],
    ['a tag: eh', 'ya guardaste todo eh'],
    ['a tag: a poco no', 'quedó bonito a poco no'],
    ['a tag in front', 'verdad que está rico'],
    ['to be filled in', 'el perro hace guau y el gato hace'],
    ['to be filled in, trailing off', 'Nos lavamos las manos con agua y…'],
    ['a prompt: cuéntame', 'cuéntame de tu perro'],
    ['a prompt: platícame', 'a ver platicame de tu casa'],
    ['a prompt: explícame', 'explicame como lo armaste'],
    ['a prompt: dime', 'dime qué pasó en el patio'],
    ['a prompt: muéstrame cómo', 'muestrame como saltas'],
    ['a prompt: me pregunto', 'me pregunto por qué flota el corcho'],
    ['a prompt in question form', 'me puedes contar que hiciste ayer'],
    ['an echo', 'que se fue a dónde'],
    ['a repair', 'mande'],
    ['a choice', 'quieres leche o agua'],
    ['begun in English', 'what color es tu camisa'],
    ['with an English word in it', 'cómo podemos fixit'],
  ])('is found %s', (_how, text) => {
    expect(textsIn('Hoy tenemos mucho trabajo.', text)).toEqual([text]);
  });

  it.each([
    '¡Qué bonito!',
    'qué bonito',
    'que lindo te quedo',
    'Ya sé por qué se cayó.',
    'ya se por que se cayo',
    'Vamos a ver qué pasa.',
    'vamos a ver que pasa',
    'Mira lo que hizo Leo.',
    'fíjate cómo camina',
    'no sé dónde está',
    'cuando termines me avisas',
    'como tú quieras',
    'que te mejores pronto',
    'creo que te falta un zapato',
    'porque tiene mucha agua',
    'Siéntense en su lugar, por favor.',
    'recojan los bloques',
    'Pregúntale a Sofía qué necesita.',
    'la niña que está en la mesa es mi prima',
    'les voy a contar lo que pasó ayer',
    'a ver quién termina primero',
    'cuenta los dedos conmigo',
    'Eso es verdad.',
    'no le dijo la verdad',
    'Hola, buenos días.',
    'No sé, ¡qué lástima!',
    'Let’s see qué hay en la bolsa.',
  ])('is none: %s', (text) => {
    expect(textsIn('Hoy tenemos mucho trabajo.', text)).toEqual([]);
  });

  it('begins at its opening mark, behind a statement', () => {
    expect(textsIn('Se cayó toda la torre, ¿por qué se cayó? ¿La armamos otra vez?')).toEqual([
      '¿por qué se cayó?',
      '¿La armamos otra vez?',
    ]);
  });

  it('keeps a tag with what it checks, also behind a full stop', () => {
    expect(textsIn('Está muy grande, ¿verdad?')).toEqual(['Está muy grande, ¿verdad?']);
    expect(textsIn('Está muy grande. ¿Verdad? Sí.')).toEqual(['Está muy grande, ¿verdad?']);
  });

  it('does not take "que" for "qué" where the recogniser writes accents', () => {
    expect(textsIn('¿Qué hace el pato?', 'Que se va a caer.', 'que se esta quemando')).toEqual(['¿Qué hace el pato?']);
  });

  it('begins behind a short pause where no mark is written', () => {
    const found = findQuestions(
      heardIn([
        ['es', 1, 'vamos a jugar con los bloques'],
        ['es', 3.2, 'cuantos bloques hay en la caja'],
      ]),
    );
    expect(found.map(({ text, start }) => [text, start])).toEqual([['cuantos bloques hay en la caja', 3.2]]);
  });

  it('is read aloud beside "dijo el lobo"', () => {
    const [question] = findQuestions(heardIn([['es', 1, '¿Quién vive en esta casa? dijo el lobo.']]));
    expect(question?.quoted).toBe(true);
  });
});

describe('a question in both languages', () => {
  const mixed = heardIn([
    ['en', 1, 'What do you think'],
    ['es', 2.3, 'va a pasar?'],
  ]);

  it('is one', () => {
    expect(findQuestions(mixed).map(({ text }) => text)).toEqual(['What do you think va a pasar?']);
  });

  it('is coded by the language in which it begins', async () => {
    const turns = [
      ['es', 1, 'What color es tu camisa?'],
      ['es', 9, '¿Qué crees que va a pasar if we add more water?'],
      ['en', 18, 'Oh no, Mateo, por qué crees que the tower fell.'],
    ] as const;
    const coded = await codeQuestions(findQuestions(heardIn(turns)), localEngine());
    expect(coded.map(({ label, language }) => [label, language])).toEqual([
      ['CEQ', undefined],
      ['OEQ', 'es'],
      ['OEQ', 'es'],
    ]);
  });
});

it('ends where somebody goes on in the other language after a pause, whatever the mark', () => {
  const turns = heardIn([
    ['es', 1, 'porque está arriba y no se hunde,'],
    ['en', 4, 'Does the spoon float?'],
  ]);
  expect(findQuestions(turns).map(({ text, start }) => [text, start])).toEqual([['Does the spoon float?', 4]]);
});

it('ends at a comma with a pause behind it, and goes on at one without', () => {
  const [first, second] = ['¿Qué creen que va a pasar con la piedra,', 'vamos a ver.'];
  const oneSegment = (from: number) => {
    const plain = lesson([
      [1, first],
      [from, second],
    ]);
    const words = plain.segments.flatMap((segment) => segment.words ?? []);
    return { ...plain, segments: [{ start: 1, end: from + 1, text: `${first} ${second}`, language: 'es', words }] };
  };
  expect(findQuestions(oneSegment(4.6)).map(({ text }) => text)).toEqual([first]);
  expect(findQuestions(oneSegment(3.5)).map(({ text }) => text)).toEqual([`${first} ${second}`]);
});

it('ends where another voice goes on after a pause, where the voices are told', () => {
  const spoken = (first: number | null, second: number | null) => {
    const turns = heardIn([
      ['es', 1, 'La manzana es roja,'],
      ['es', 2.6, 'la manzana flota?'],
    ]);
    const speakers = [first, second];
    return { ...turns, segments: turns.segments.map((each, at) => ({ ...each, speaker: speakers[at] ?? null })) };
  };
  const textsOf = (transcript: Transcript) => findQuestions(transcript).map(({ text }) => text);
  const words = spoken(0, 1).segments.map((segment) => segment.words ?? []);
  const gap = (words[1]?.[0]?.start ?? 0) - (words[0]?.at(-1)?.end ?? 0);
  expect([gap > 0.25, gap < 0.5]).toEqual([true, true]);
  expect(textsOf(spoken(0, 1))).toEqual(['la manzana flota?']);
  for (const [first, second] of [
    [0, 0],
    [null, 1],
  ] as const)
    expect(textsOf(spoken(first, second))).toEqual(['La manzana es roja, la manzana flota?']);
});

describe('the language of a question', () => {
  const found = heardIn([
    ['es', 1, '¿Flota?'],
    ['en', 9, 'Does it float?'],
    ['es', 18, 'O que você acha que vai acontecer?'],
  ]);

  it('is the one in which it was heard, unless it is plainly in a third', async () => {
    const coded = await codeQuestions(findQuestions(found), localEngine());
    expect(coded.map(({ text, language }) => [text, language])).toEqual([
      ['¿Flota?', 'es'],
      ['Does it float?', undefined],
    ]);
  });

  it('is that of the lesson where segments do not say theirs', () => {
    const spoken = { ...lesson([[1, 'que esta haciendo la rana']]), language: 'es' };
    expect(findQuestions(spoken).map(({ language }) => language)).toEqual(['es']);
  });
});
