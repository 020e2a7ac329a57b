import { expect, test } from 'vitest';
import { formats } from '../../../shared/exports/formats.ts';
import { transcriptSchema } from '../../../shared/lessons/transcript.ts';
import { findQuestions } from '../../../shared/questions/find.ts';
import { question, taken } from '../../../testing/lessons.ts';

/** As it was kept by SPEECH_LANGUAGE=es, before each segment said its language. */
const kept = {
  language: 'es',
  durationSeconds: 12,
  engine: 'whisper-base (local)',
  model: 'whisper-base',
  segments: [{ start: 1, end: 3, text: '¿Por qué se hundió la piedra?' }],
  voice: [{ start: 1, end: 3 }],
};

test('a lesson from before languages were told has the one that its transcript names, and opens in every format', () => {
  const transcript = transcriptSchema.parse(kept);
  expect(findQuestions(transcript)).toMatchObject([{ text: '¿Por qué se hundió la piedra?', language: 'es' }]);
  const lesson = taken([question({ text: '¿Por qué se hundió la piedra?', start: 1, end: 3 })], transcript);
  const written = Object.values(formats).map(({ write }) => write(lesson));
  for (const file of written.slice(0, 5)) expect(file).toContain('¿Por qué se hundió la piedra?');
  expect(formats.vtt.write(lesson)).not.toContain('<lang');
});
