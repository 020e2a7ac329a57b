import { execFileSync, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEngine, type SpeechEngine } from '../../words/engine.ts';

const missing = spawnSync('espeak-ng', ['--version']).status !== 0;
const options = { languages: ['en', 'es'] };

/** Says a text with a voice of espeak-ng's, as a WAV file. */
const say = (voice: string, text: string) =>
  execFileSync('espeak-ng', ['-v', voice, '-s', '150', '--stdout', text], { maxBuffer: 2 ** 26 });

let engine: SpeechEngine;
beforeAll(async () => {
  engine = await loadEngine({ threads: 2 });
});
afterAll(async () => {
  await engine?.release();
});

describe.skipIf(missing)('what a synthesiser says, heard in English or Spanish (needs espeak-ng)', () => {
  it('writes Spanish questions in Spanish', { timeout: 240_000 }, async () => {
    const file = say('es-419', '¿Por qué se hundió la piedra? ¿De qué color es la manzana?');
    const { language, segments, others } = await engine.transcribeFile(file, options);
    expect([language, others]).toEqual(['es', []]);
    expect(segments.map((segment) => segment.language)).toEqual(segments.map(() => 'es'));
    const text = segments
      .map((segment) => segment.text)
      .join(' ')
      .toLowerCase();
    expect(text).toMatch(/por qué/u);
    expect(text).toMatch(/de qu[eé]/u);
  });

  it('writes no English for French', { timeout: 240_000 }, async () => {
    const file = say(
      'fr',
      "Je vais faire quelques petites taches dans la cuisine. Pourquoi la pierre est-elle tombée au fond de l'eau?",
    );
    const { segments } = await engine.transcribeFile(file, options);
    expect(segments.filter(({ language }) => language === 'en').map(({ text }) => text)).toEqual([]);
  });
});

it('hears an English lesson with the same words as where only English is spoken', { timeout: 240_000 }, async () => {
  const lesson = await readFile(path.resolve(import.meta.dirname, '../../../samples/lesson.mp4'));
  const heard = JSON.parse(await readFile(path.resolve(import.meta.dirname, '../heard.json'), 'utf8'));
  const expected: [text: string, start: number, end: number][] = heard['lesson.mp4'];
  const { segments } = await engine.transcribeFile(lesson, options);
  expect(segments.flatMap(({ words }) => words.map(({ text }) => text))).toEqual(expected.map(([text]) => text));
  expect(new Set(segments.map(({ language }) => language))).toEqual(new Set(['en']));
});
