import { execFileSync, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAudio } from '../../sound/decodeAudio.ts';
import { findFfmpeg } from '../../sound/ffmpegPath.ts';
import { loadEngine, type SpeechEngine } from '../../words/engine.ts';

const missing = spawnSync('espeak-ng', ['--version']).status !== 0;
const options = { languages: ['en', 'es'] };
const rate = 16_000;
const row = [
  '¿Qué creen que va a pasar con la piedra en el agua?',
  '¿Por qué se hundió la piedra?',
  '¿De qué color es la manzana?',
  '¿Cómo lo sabes?',
];

/** Says a text with a voice of espeak-ng's, 16 kHz mono. */
const say = (voice: string, text: string) =>
  decodeAudio(
    execFileSync('espeak-ng', ['-v', voice, '-s', '150', '--stdout', text], { maxBuffer: 2 ** 26 }),
    findFfmpeg(),
  );

const silence = (seconds: number) => new Float32Array(Math.round(seconds * rate));
/** Two minutes of this hold no voice: three notes, over and over. */
const melody = (seconds: number) =>
  silence(seconds).map(
    (_, at) => 0.3 * Math.sin((2 * Math.PI * at * ([262, 330, 392][Math.floor(at / rate) % 3] ?? 0)) / rate),
  );

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** 16-bit PCM with the header of a WAV file. */
function wav(samples: Float32Array): Buffer {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples.length * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples.length * 2, 40);
  for (const [at, value] of samples.entries())
    file.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), 44 + at * 2);
  return file;
}

let engine: SpeechEngine;
beforeAll(async () => {
  engine = await loadEngine({ threads: 2 });
});
afterAll(async () => {
  await engine?.release();
});

/** What is heard of turns, each of a voice and a text, with a pause after each (seconds). */
async function hear(
  turns: readonly (readonly [voice: string, text: string, pause?: number])[],
  asked: object = options,
) {
  const parts: Float32Array[] = [silence(0.5)];
  for (const [voice, text, pause = 0.8] of turns) parts.push(await say(voice, text), silence(pause));
  return engine.transcribeFile(wav(joined(parts)), asked);
}
const textsIn = (segments: readonly { language: string; text: string }[], language: string) =>
  segments.filter((segment) => segment.language === language).map(({ text }) => text);

describe.skipIf(missing)('what a synthesiser says (needs espeak-ng)', { timeout: 240_000 }, () => {
  it.each(['es', 'es-419'])('is written in Spanish, every question of it, with the voice %s', async (voice) => {
    const { language, segments, others } = await hear(row.map((text) => [voice, text]));
    expect([language, others, textsIn(segments, 'en')]).toEqual(['es', [], []]);
    const texts = textsIn(segments, 'es');
    expect(texts.length).toBeGreaterThanOrEqual(4);
    expect(texts.join(' ').toLowerCase()).toMatch(/creen que va.*c[oó]mo los? sa/u);
  });

  it('is heard with the same words where Spanish alone may be spoken', async () => {
    const turns = row.map((text) => ['es', text] as const);
    const words = async (asked: object) => (await hear(turns, asked)).segments.map(({ text }) => text);
    expect(await words(options)).toEqual(await words({ language: 'es' }));
  });

  it('in English and Spanish by turns is written in each, in order of time', async () => {
    const { segments } = await hear([
      ['en-us', 'What do you think will happen to the stone?'],
      ['es-419', 'Se va a hundir porque pesa mucho.'],
      ['en-us', 'Why do you think so?'],
      ['es-419', '¿De qué color es la manzana?'],
      ['en-us', 'How do you know that?'],
    ]);
    expect(segments.map(({ start }) => start)).toEqual(segments.map(({ start }) => start).toSorted((a, b) => a - b));
    expect(segments.map(({ language }) => language)).toEqual(['en', 'es', 'en', 'es', 'en']);
    expect(textsIn(segments, 'en').join(' ')).toMatch(/happen.*Why do you think so.*How do you know/u);
  });

  it.each([
    ['English after Spanish', ['es-419', 'Muy bien, chicos.'], ['en-us', 'What color is it?'], ['es', 'en']],
    ['Spanish after English', ['en-us', 'What color is it?'], ['es-419', 'Muy bien, chicos.'], ['en', 'es']],
  ] as const)('is told where the language changes: %s', async (_, first, second, languages) => {
    // With a pause, and with no more than a synthesiser leaves between sentences.
    for (const pause of [0.4, 0]) {
      const { segments } = await hear([[...first, pause], second]);
      expect(segments.map(({ language }) => language)).toEqual(languages);
      expect(textsIn(segments, 'en').join(' ')).toMatch(/^what color is it\?$/iu);
    }
  });

  it('keeps no text for the prompt when the language changes for a while', async () => {
    const spanish = [
      'Vamos a jugar con el agua y la piedra.',
      'La manzana flota porque tiene aire adentro.',
      row[1] ?? '',
    ];
    const english = ['Now we talk about the boat.', 'Why did the boat sink?', 'It was full of water.'];
    const turns = (voice: string, texts: readonly string[], times: number) =>
      Array.from({ length: times }, () => texts.map((text) => [voice, text] as const)).flat();
    // Each lasts longer than one pass of the recogniser.
    const { segments } = await hear([
      ...turns('es-419', spanish, 4),
      ...turns('en-us', english, 3),
      ...turns('es-419', spanish, 3),
    ]);
    const runs = segments.map(({ language }) => language).filter((each, at, all) => each !== all[at - 1]);
    expect(runs).toEqual(['es', 'en', 'es']);
    expect(textsIn(segments, 'en').join(' ')).toMatch(/^Now we talk about(?:(?! agua| piedra| porque).)*$/u);
    expect(textsIn(segments, 'es').join(' ')).not.toMatch(/\b(?:boat|water|about)\b/u);
  });

  it('in French throughout is a stretch of another language, without a word', async () => {
    const { segments, others } = await hear([
      ['fr', 'Je vais faire quelques petites taches dans la cuisine.'],
      ['fr', "Pourquoi la pierre est-elle tombée au fond de l'eau?"],
      ['fr', 'De quelle couleur est la pomme?'],
    ]);
    expect(segments).toEqual([]);
    expect(others.map(({ language }) => language)).toEqual(['fr']);
    expect((others[0]?.end ?? 0) - (others[0]?.start ?? 0)).toBeGreaterThan(6);
  });

  it('in French amid English is never an English sentence', async () => {
    const { segments } = await hear([
      ['en-us', 'What do you see in the water?'],
      ['fr', "Je vois une pierre au fond de l'eau."],
      ['en-us', 'Why did the stone sink?'],
      ['fr', "Parce qu'elle est très lourde."],
      ['en-us', 'How do you know that?'],
    ]);
    expect(textsIn(segments, 'en').join(' ')).toMatch(
      /^What do you see.*\? Why did the stone sink\? How do you know that\?$/u,
    );
  });
});

/** A voice over music that is this much quieter (dB). */
function sung(voice: Float32Array, quieter: number): Float32Array {
  const music = melody(voice.length / rate);
  return voice.map((value, at) => value + (music[at] ?? 0) * 10 ** (-quieter / 20));
}

describe.skipIf(missing)('songs and games (need espeak-ng)', { timeout: 240_000 }, () => {
  it('a Spanish song in an English lesson gives no English words', async () => {
    const song = joined([
      await say('es-419', 'Los pollitos dicen pío, pío, pío, cuando tienen hambre, cuando tienen frío.'),
      silence(0.4),
      await say('es-419', 'La gallina busca el maíz y el trigo, les da la comida y les presta abrigo.'),
    ]);
    const { segments } = await engine.transcribeFile(
      wav(
        joined([
          silence(0.5),
          await say('en-us', 'Now let us sing a song together.'),
          silence(1),
          sung(song, 10),
          silence(1),
          await say('en-us', 'What did the little chickens want?'),
          silence(0.5),
        ]),
      ),
      options,
    );
    const heard = textsIn(segments, 'en').join(' ');
    expect(heard).toMatch(/^\S+ let us sing a song together[.,] What did \w+ little chickens? want\?$/u);
  });

  it('English words over music are English', async () => {
    const voice = await say('en-us', 'Row, row, row your boat, gently down the stream.');
    const { segments } = await engine.transcribeFile(
      wav(joined([silence(0.5), sung(voice, 10), silence(0.5)])),
      options,
    );
    expect(segments.map(({ language }) => language)).toEqual(segments.map(() => 'en'));
    expect(textsIn(segments, 'en').join(' ')).toMatch(/boat/iu);
  });

  it('counting in two languages by turns is told in both', async () => {
    const { segments } = await hear([
      ['en-us', "Let's count together."],
      ['es-419', 'Vamos a contar las manzanas.'],
      ['en-us', 'One, two, three.'],
      ['es-419', 'Uno, dos, tres.'],
      ['en-us', 'Four, five, six.'],
      ['es-419', 'Cuatro, cinco, seis.'],
      ['es-419', '¿Cuántas manzanas tenemos?'],
    ]);
    expect(new Set(segments.map(({ language }) => language))).toEqual(new Set(['en', 'es']));
    expect(textsIn(segments, 'es').join(' ')).toMatch(/vamos a contar/iu);
    expect(textsIn(segments, 'en').join(' ')).not.toMatch(/apple|many|have/iu);
  });
});

it.each([
  ['silence', silence(30)],
  ['a melody', melody(40)],
])('hears nobody in %s', async (_, samples) => {
  const { segments, others } = await engine.transcribeFile(wav(samples), options);
  expect([segments, others]).toEqual([[], []]);
});

it('hears an English lesson with the same words as where only English is spoken', { timeout: 240_000 }, async () => {
  const lesson = await readFile(path.resolve(import.meta.dirname, '../../../samples/lesson.mp4'));
  const heard = JSON.parse(await readFile(path.resolve(import.meta.dirname, '../heard.json'), 'utf8'));
  const expected: [text: string, start: number, end: number][] = heard['lesson.mp4'];
  const { segments } = await engine.transcribeFile(lesson, options);
  expect(segments.flatMap(({ words }) => words.map(({ text }) => text))).toEqual(expected.map(([text]) => text));
  expect(new Set(segments.map(({ language }) => language))).toEqual(new Set(['en']));
});
