import { openAsBlob } from 'node:fs';
import { z } from 'zod';
import { spanSchema } from '../../shared/lessons/transcript.ts';
import { readAnswer, segmentsOf } from '../../shared/speech/answer.ts';
import { embedVoices } from '../../shared/speech/embedVoices.ts';
import { heardVoicesSchema, hearVoices } from '../../shared/speech/hearVoices.ts';
import type { Kept } from './kept.ts';
import { type Truth, trueSegments } from './lesson.ts';
import { type Embedder, moved, type Recogniser, type VoiceHearer } from './pipeline.ts';

/** Writes every word that was said: what is wrong after it, our own steps have done. */
export function perfect(truth: Truth): Recogniser {
  const segments = trueSegments(truth);
  return async ({ start, end }) =>
    segments
      .filter((segment) => segment.start < end && segment.end > start)
      .map((segment) => moved(segment, -start))
      .map((segment) => ({ ...segment, start: Math.max(0, segment.start) }));
}

/** Our speech service, asked and read as the app does; its raw answers are kept. */
export function whisper(serviceUrl: string, kept: Kept): Recogniser {
  return async ({ file, start, end }, signal) => {
    const raw = await kept.of(file, async () => {
      const form = new FormData();
      form.append('file', await openAsBlob(file), 'sound.flac');
      form.append('model', 'whisper-1');
      // As the app asks where nothing else is set.
      form.append('languages', 'en,es');
      form.append('response_format', 'verbose_json');
      for (const each of ['segment', 'word']) form.append('timestamp_granularities[]', each);
      const response = await fetch(`${serviceUrl}/v1/audio/transcriptions`, { method: 'POST', body: form, signal });
      if (!response.ok) throw new Error(`The speech service answered ${response.status}: ${await response.text()}`);
      return await response.json();
    });
    return segmentsOf(readAnswer(raw), end - start);
  };
}

const timeoutSeconds = 600;

/** Our speech service's network; what it hears is kept. */
export function voices(serviceUrl: string, kept: Kept): VoiceHearer {
  const service = { url: serviceUrl, key: undefined, timeoutSeconds };
  return async ({ file }, signal) =>
    heardVoicesSchema.parse(await kept.of(file, () => hearVoices(service, file, signal)));
}

const windowsSchema = z.array(
  spanSchema.extend({ embedding: z.array(z.number()).transform((numbers) => Float32Array.from(numbers)) }),
);

/** Our speech service's embeddings, which are kept: for made voices alone, since of people they are biometric. */
export function embeddings(serviceUrl: string, kept: Kept): Embedder {
  const service = { url: serviceUrl, key: undefined, timeoutSeconds };
  return async ({ file }, heard, signal) =>
    windowsSchema.parse(
      await kept.of(file, async () => {
        const windows = await embedVoices(service, file, heard, signal);
        if (windows === null) throw new Error('The speech service tells no voices apart.');
        return windows.map(({ start, end, embedding }) => ({ start, end, embedding: [...embedding] }));
      }),
    );
}
