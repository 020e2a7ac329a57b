import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Segment, Span, Transcript } from '../../shared/lessons/transcript.ts';
import { type Chunk, extractAudio } from '../../shared/media/audio.ts';
import { openSource } from '../../shared/media/blobSource.ts';
import { probeMedia } from '../../shared/media/probe.ts';
import { codeQuestions } from '../../shared/questions/code.ts';
import { findQuestions } from '../../shared/questions/find.ts';
import { localEngine } from '../../shared/questions/localEngine.ts';
import { lessonMetrics } from '../../shared/questions/metrics.ts';
import { outOfBabble } from '../../shared/questions/outOfBabble.ts';
import { waitTimes } from '../../shared/questions/waitTime.ts';
import { type HeardChunk, lessonWindows, tellVoices } from '../../shared/speakers/tellVoices.ts';
import { toldSpeech } from '../../shared/speakers/toldSpeech.ts';
import type { EmbeddedWindow } from '../../shared/speech/embedVoices.ts';
import type { HeardVoices } from '../../shared/speech/hearVoices.ts';
import { lessonSpeech } from '../../shared/speech/lessonSpeech.ts';
import { fileReader } from '../../testing/fileReader.ts';
import type { MeasuredQuestion, Outcome } from './measure.ts';
import { type Sound, wavOf } from './sound.ts';

/** Who says what is said in a chunk; times from its start. */
export type Recogniser = (chunk: Chunk, signal: AbortSignal) => Promise<readonly Segment[]>;
/** Who says where anybody speaks in a chunk, and where voices follow each other; times from its start. */
export type VoiceHearer = (chunk: Chunk, signal: AbortSignal) => Promise<HeardVoices>;

/** Who says whose voice is like whose in a chunk of which it was heard where anybody speaks; times from its start. */
export type Embedder = (chunk: Chunk, heard: HeardVoices, signal: AbortSignal) => Promise<readonly EmbeddedWindow[]>;

export interface Ears {
  readonly words: Recogniser;
  readonly voices: VoiceHearer;
  /** Absent: voices are not told apart. */
  readonly embeddings?: Embedder;
}

const chunkSeconds = 120;
const timeLimitSeconds = 3600;

/** What was heard in a sound: as the recogniser wrote it, and as the lesson has it; and who spoke, where that was asked. */
export interface Heard {
  readonly recognised: readonly Segment[];
  readonly transcript: Transcript;
}

/** A sound's way through the app's own steps, from the file to the lesson's figures, without a cloud around them. */
export async function analyse(sound: Sound, ears: Ears): Promise<Outcome> {
  return outcomeOf(await hear(sound, ears));
}

/** A sound's way through the app's own steps, from the file to the lesson's transcript. */
export async function hear(sound: Sound, ears: Ears): Promise<Heard> {
  const folder = await mkdtemp(join(tmpdir(), 'askwell-rooms-'));
  try {
    const file = join(folder, 'room.wav');
    await writeFile(file, wavOf(sound));
    await using source = await openSource(await fileReader(file));
    const signal = AbortSignal.timeout(1000 * timeLimitSeconds);
    const bounds = { signal, timeLimitSeconds };
    const probe = await probeMedia(source, { maxDurationSeconds: 3600 }, bounds);
    const audio = await extractAudio(source, probe, folder, { ...bounds, chunkSeconds });
    const chunks: (Chunk & { segments: readonly Segment[]; speech: readonly Span[] })[] = [];
    const spoken: HeardChunk[] = [];
    for (const chunk of audio.chunks) {
      const segments = await ears.words(chunk, signal);
      const heard = await ears.voices(chunk, signal);
      chunks.push({ ...chunk, segments, speech: heard.speech });
      const windows = await ears.embeddings?.(chunk, heard, signal);
      if (windows !== undefined) spoken.push({ ...heard, windows, start: chunk.start });
    }
    const recognised = chunks.flatMap(({ start, segments }) => segments.map((segment) => moved(segment, start)));
    const { durationSeconds } = audio;
    const speech = lessonSpeech(chunks, audio.voice);
    const told =
      ears.embeddings === undefined
        ? speech
        : toldSpeech(speech, outOfBabble(tellVoices(lessonWindows(spoken), spoken), speech));
    return { recognised, transcript: { language: 'en', durationSeconds, engine: '', model: '', ...told } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A segment on another time line. */
export function moved({ words, ...segment }: Segment, by: number): Segment {
  const later = <T extends Span>(span: T): T => ({ ...span, start: span.start + by, end: span.end + by });
  return { ...later(segment), ...(words && { words: words.map(later) }) };
}

/** Questions, codes, waits and figures of a transcript. */
export async function outcomeOf({ recognised, transcript }: Heard): Promise<Outcome> {
  const coded = await codeQuestions(findQuestions(transcript), localEngine());
  const waits = waitTimes(coded, transcript);
  const questions: MeasuredQuestion[] = coded.map(({ start, end, text, label, confidence, doubtful }, index) => ({
    start,
    end,
    text,
    label,
    confidence,
    waitTimeSeconds: waits[index]?.waitTimeSeconds ?? null,
    ...(doubtful && { doubtful }),
  }));
  const segments = transcript.segments.filter(({ heard }) => heard !== 'not-understood');
  const measured = questions.map((question, index) => ({ ...question, next: waits[index]?.next ?? ('end' as const) }));
  return { recognised, segments, questions, metrics: lessonMetrics(measured, transcript) };
}
