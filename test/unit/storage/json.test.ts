import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseJson } from '../../../shared/storage/json.ts';

const schema = z.object({ segments: z.array(z.object({ text: z.string() })) });
const read = (text: string | null) => parseJson(text, schema, 'transcripts/a/transcript.json');

test('a file is read as its value', () => {
  const value = { segments: [{ text: 'Why did it sink?' }] };
  expect(read(JSON.stringify(value))).toEqual(value);
});

test.each([
  ['missing', null, 'is missing'],
  ['empty', '', 'is damaged (the whole)'],
  ['cut off', '{"segments": [{"text": "Why did', 'is damaged (the whole)'],
  ['something else', '[]', 'is damaged (the whole)'],
  ['of another form', '{"segments": [{"text": "Why did"}, {"text": 7}]}', 'is damaged (segments.1.text)'],
])('one that is %s fails for good, and the reason quotes nothing of it', (_, text, why) => {
  const message = `transcripts/a/transcript.json ${why}. Analyse the lesson again.`;
  const failure = { name: 'PermanentError', code: 'internal', message };
  expect(() => read(text)).toThrow(expect.objectContaining(failure));
});
