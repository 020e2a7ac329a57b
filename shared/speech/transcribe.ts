import { createReadStream } from 'node:fs';
import type OpenAI from 'openai';
import { z } from 'zod';
import type { Segment } from '../lessons/transcript.ts';
import { ProviderFailure } from '../providers/failure.ts';
import type { ProviderPool } from '../providers/pool.ts';
import { attachWords } from './words.ts';

// `verbose_json` as Whisper gives it; what else an engine adds is ignored.
const answerSchema = z.object({
  language: z.string().optional(),
  duration: z.coerce.number().nonnegative().optional(),
  usage: z.object({ seconds: z.number().nonnegative() }).optional().catch(undefined),
  segments: z.array(z.object({ start: z.number(), end: z.number(), text: z.string() })).default([]),
  words: z.array(z.object({ start: z.number(), end: z.number(), word: z.string() })).optional(),
});
type Answer = z.infer<typeof answerSchema>;

/** What a sound file gave, who transcribed it under its own name, and what that cost (US dollars, null when not known). */
export interface Transcribed {
  readonly engine: string;
  readonly model: string;
  readonly language: string | null;
  readonly segments: readonly Segment[];
  readonly audioSeconds: number;
  readonly money: number | null;
}

export interface Sound {
  readonly file: string;
  /** ISO 639-1. */
  readonly language: string;
  /** The sound's length, asked only when the provider does not say what it heard. */
  lengthSeconds(): Promise<number>;
}

/**
 * Transcribes one sound file; times are seconds from its start.
 * @throws TransientError for limits, outages, time-outs and answers that make no sense;
 * PermanentError 'speech-rejected', 'speech-not-configured' or 'budget-exhausted' for what will not change.
 */
export async function transcribe(pool: ProviderPool, sound: Sound, signal: AbortSignal): Promise<Transcribed> {
  const { value, use, usage, money } = await pool.call(async (openai, { model }, stop) => {
    const answer = await ask(openai, model, sound, stop);
    const audioSeconds = answer.usage?.seconds ?? answer.duration ?? (await sound.lengthSeconds());
    return { value: answer, usage: { inputTokens: 0, outputTokens: 0, audioSeconds } };
  }, signal);
  return {
    engine: use.engine,
    model: use.model,
    language: value.language ?? null,
    segments: segmentsOf(value),
    audioSeconds: usage.audioSeconds,
    money,
  };
}

async function ask(openai: OpenAI, model: string, sound: Sound, signal: AbortSignal): Promise<Answer> {
  const raw: unknown = await openai.audio.transcriptions.create(
    {
      file: createReadStream(sound.file),
      model,
      language: sound.language,
      response_format: 'verbose_json',
      timestamp_granularities: ['segment', 'word'],
    },
    { signal },
  );
  const answer = answerSchema.safeParse(raw);
  if (answer.success) return answer.data;
  const where = answer.error.issues[0]?.path.join('.');
  throw new ProviderFailure('malformed', `answered in another shape than Whisper's (${where})`);
}

function segmentsOf({ segments: raw, words }: Answer): Segment[] {
  const segments = raw
    .map((segment) => ({ start: Math.max(0, segment.start), end: Math.max(0, segment.end), text: segment.text.trim() }))
    .filter((segment) => segment.text !== '' && segment.end >= segment.start);
  return words === undefined ? segments : attachWords(segments, words);
}
