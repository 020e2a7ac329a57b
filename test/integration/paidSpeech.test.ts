import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sourceOf } from '../../shared/lessons/admission.ts';
import { blobPaths } from '../../shared/lessons/blobPaths.ts';
import { transcriptSchema } from '../../shared/lessons/transcript.ts';
import { assembleTranscript } from '../../shared/stages/assembleTranscript.ts';
import { transcribeChunk } from '../../shared/stages/transcribeChunk.ts';
import { writeText } from '../../shared/storage/blobs.ts';
import { readJson, writeJson } from '../../shared/storage/json.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { useSettings } from '../../testing/settings.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let stores: Stores;
let speech: FakeSpeech;
const source = sourceOf({ blobName: 'a/lesson.mp4', etag: '"1"', sizeBytes: 1, uploadedAt: new Date(), metadata: {} });
const never = new AbortController().signal;

beforeAll(async () => {
  speech = await startFakeSpeech();
  useSettings({ ...speech.settings, PRICES: JSON.stringify({ '127.0.0.1/*': { audioMinute: 0.006 } }) });
  stores = await startStores();
});
beforeEach(async () => {
  const chunks = [0, 1].map((index) => ({ index, start: 60 * index, end: 60 * (index + 1) }));
  // Loudness heard something everywhere.
  await writeJson('work', blobPaths.audioManifest(source), {
    durationSeconds: 120,
    chunks,
    voice: [{ start: 0, end: 120 }],
  });
  for (const { index } of chunks) await writeText('work', blobPaths.audioChunk(source, index), 'sound', 'audio/flac');
});
afterAll(async () => {
  await stores?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
});

test('an engine that is paid by the minute is not sent a chunk in which the network heard nobody', async () => {
  await writeJson('work', blobPaths.chunkVoice(source, 0), { speech: [] });
  await writeJson('work', blobPaths.chunkVoice(source, 1), { speech: [{ start: 0.4, end: 1.6 }] });
  await transcribeChunk(source, 0, never);
  expect(speech.calls).toBe(0);
  await transcribeChunk(source, 1, never);
  expect(speech.calls).toBe(1);

  await assembleTranscript(source);
  const transcript = await readJson('transcripts', blobPaths.transcript(source, 'json'), transcriptSchema);
  expect(transcript).toMatchObject({
    engine: '127.0.0.1',
    language: 'en',
    segments: [{ text: 'Why did it sink?', start: 60.5 }, { text: 'Is it red?' }],
    voice: [{ start: 60.4, end: 61.6 }],
    voiceFrom: 'network',
  });
});
