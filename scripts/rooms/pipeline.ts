import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Segment, Transcript } from '../../shared/lessons/transcript.ts';
import { extractAudio } from '../../shared/media/audio.ts';
import { openSource } from '../../shared/media/blobSource.ts';
import { probeMedia } from '../../shared/media/probe.ts';
import { ProviderPool } from '../../shared/providers/pool.ts';
import { codeQuestions } from '../../shared/questions/code.ts';
import { findQuestions } from '../../shared/questions/find.ts';
import { localEngine } from '../../shared/questions/localEngine.ts';
import { lessonMetrics } from '../../shared/questions/metrics.ts';
import { waitTimes } from '../../shared/questions/waitTime.ts';
import { assembleSegments } from '../../shared/speech/assemble.ts';
import { transcribe } from '../../shared/speech/transcribe.ts';
import { fileReader } from '../../testing/fileReader.ts';
import type { MeasuredQuestion, Outcome } from './measure.ts';
import { type Sound, wavOf } from './sound.ts';

const chunkSeconds = 120;
const timeLimitSeconds = 600;

/** Words of a sound as the app asks for them: our service, without a ledger. */
function poolOf(serviceUrl: string): ProviderPool {
  const use = {
    kind: 'compatible',
    baseUrl: `${serviceUrl}/v1`,
    name: 'rooms',
    service: 'speech',
    model: 'whisper-base',
    engine: 'rooms',
    timeoutSeconds: timeLimitSeconds,
    temperature: null,
    limits: {},
  } as const;
  return new ProviderPool('speech', [use], { ledger: { mayCall: async () => true, record: async () => null } });
}

/** A sound's way through the app's own steps, from the file to the lesson's figures, without a cloud around them. */
export async function analyse(sound: Sound, serviceUrl: string): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'askwell-rooms-'));
  try {
    const file = join(folder, 'room.wav');
    await writeFile(file, wavOf(sound));
    const transcript = await heard(file, folder, serviceUrl);
    return outcomeOf(transcript.recognised, transcript);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function heard(
  file: string,
  folder: string,
  serviceUrl: string,
): Promise<Transcript & { readonly recognised: Segment[] }> {
  await using source = await openSource(await fileReader(file));
  const signal = AbortSignal.timeout(1000 * timeLimitSeconds);
  const probe = await probeMedia(source, { maxDurationSeconds: 3600 }, { signal, timeLimitSeconds });
  const audio = await extractAudio(source, probe, folder, { chunkSeconds, signal, timeLimitSeconds });
  const pool = poolOf(serviceUrl);
  const chunks = [];
  for (const chunk of audio.chunks) {
    const asked = { file: chunk.file, language: 'en', lengthSeconds: async () => chunk.end - chunk.start };
    chunks.push({ ...chunk, ...(await transcribe(pool, asked, signal)) });
  }
  return {
    language: 'en',
    durationSeconds: audio.durationSeconds,
    engine: 'rooms',
    model: 'whisper-base',
    segments: assembleSegments(chunks, audio.voice),
    voice: [...audio.voice],
    recognised: chunks.flatMap(({ start, segments }) => segments.map((segment) => moved(segment, start))),
  };
}

function moved({ words, ...segment }: Segment, by: number): Segment {
  const later = <T extends { start: number; end: number }>(span: T): T => ({
    ...span,
    start: span.start + by,
    end: span.end + by,
  });
  return { ...later(segment), ...(words && { words: words.map(later) }) };
}

/** Questions, codes, waits and figures of a transcript. */
export async function outcomeOf(recognised: readonly Segment[], transcript: Transcript): Promise<Outcome> {
  const coded = await codeQuestions(findQuestions(transcript), localEngine());
  const waits = waitTimes(coded, transcript);
  const questions: MeasuredQuestion[] = coded.map(({ start, end, text, label, confidence }, index) => ({
    start,
    end,
    text,
    label,
    confidence,
    waitTimeSeconds: waits[index]?.waitTimeSeconds ?? null,
  }));
  return { recognised, segments: transcript.segments, questions, metrics: lessonMetrics(questions, transcript) };
}
