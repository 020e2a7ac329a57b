import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadEngine, type SpeechEngine } from '../../words/engine.ts';

const files = {
  'lesson.mp4': path.resolve(import.meta.dirname, '../../../samples/lesson.mp4'),
  'jfk.wav': path.resolve(import.meta.dirname, '../jfk.wav'),
};
/** Another ffmpeg decodes the same sound a little otherwise; attention moves in steps of this length. */
const stepSeconds = 0.02;

let engine: SpeechEngine;
beforeAll(async () => {
  engine = await loadEngine({ threads: 2 });
});
afterAll(async () => {
  await engine?.release();
});

// heard.json was written by the library's own loop over one window after the other (commit 1981178), before the
// recogniser had a loop and a second thread of its own: what makes it faster may change neither words nor times.
it.each(['lesson.mp4', 'jfk.wav'] as const)(
  'hears the same words at the same times in %s as before',
  { timeout: 240_000 },
  async (name) => {
    const expected: [text: string, start: number, end: number][] = JSON.parse(
      await readFile(path.resolve(import.meta.dirname, '../heard.json'), 'utf8'),
    )[name];
    const { segments } = await engine.transcribeFile(await readFile(files[name]), { language: 'en' });
    const words = segments.flatMap((segment) => segment.words);
    expect(words.map(({ text }) => text)).toEqual(expected.map(([text]) => text));
    for (const [index, [text, start, end]] of expected.entries()) {
      expect(Math.abs((words[index]?.start ?? 0) - start), `start of ${text}`).toBeLessThanOrEqual(stepSeconds);
      expect(Math.abs((words[index]?.end ?? 0) - end), `end of ${text}`).toBeLessThanOrEqual(stepSeconds);
    }
  },
);

const spoken =
  'And so, my fellow Americans: ask not what your country can do for you, ask what you can do for your country!';

it('lays a text that another wrote on the sound, word by word as its own', { timeout: 240_000 }, async () => {
  const file = await readFile(files['jfk.wav']);
  const { segments } = await engine.transcribeFile(file, { language: 'en' });
  const own = segments.flatMap((segment) => segment.words);
  const startsOf = async (text: string) => {
    const given = await engine.alignFile(file, text, { language: 'en' });
    expect(given.segments.map((segment) => segment.text).join(' ')).toBe(text);
    return given.segments.flatMap((segment) => segment.words.map(({ start }) => start));
  };
  // Its own text gets its own times.
  expect(await startsOf(segments.map(({ text }) => text).join(' '))).toEqual(own.map(({ start }) => start));
  // With other punctuation a word after a pause may be drawn to before it; the others stay where they are.
  const starts = await startsOf(spoken);
  const off = starts.filter((start, index) => Math.abs(start - (own[index]?.start ?? 0)) > 0.15);
  expect([starts.length, off.length <= 1]).toEqual([22, true]);
});

it('lays no text on a sound in which nobody speaks', { timeout: 120_000 }, async () => {
  const silence = Buffer.alloc(44 + 2 * 16_000 * 3);
  silence.write('RIFF', 0);
  silence.writeUInt32LE(silence.length - 8, 4);
  silence.write('WAVEfmt ', 8);
  silence.writeUInt32LE(16, 16);
  silence.writeUInt16LE(1, 20); // PCM
  silence.writeUInt16LE(1, 22);
  silence.writeUInt32LE(16_000, 24);
  silence.writeUInt32LE(32_000, 28);
  silence.writeUInt16LE(2, 32);
  silence.writeUInt16LE(16, 34);
  silence.write('data', 36);
  silence.writeUInt32LE(silence.length - 44, 40);
  await expect(engine.alignFile(silence, 'Why?', { language: 'en' })).rejects.toThrow('Nobody speaks');
  expect((await engine.alignFile(silence, ' ', { language: 'en' })).segments).toEqual([]);
});
