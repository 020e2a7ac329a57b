import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadEngine, type SpeechEngine } from '../../engine.ts';

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
