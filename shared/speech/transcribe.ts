import { createReadStream } from 'node:fs';
import type OpenAI from 'openai';
import type { Segment } from '../lessons/transcript.ts';
import { ProviderFailure } from '../providers/failure.ts';
import type { ProviderPool } from '../providers/pool.ts';
import { type Answer, readAnswer, segmentsOf } from './answer.ts';

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
  /** ISO 639-1 of all that may be spoken; one or more. */
  readonly languages: readonly string[];
  /** The sound's length, asked only when the provider does not say what it heard. */
  lengthSeconds(): Promise<number>;
  /** Has our service give the words of a text their times; absent where there is none. The answer has Whisper's shape. */
  readonly align?: ((text: string, signal: AbortSignal) => Promise<unknown>) | undefined;
}

// While engines rest the next probe is seconds away: to wait for it costs no try, and the pauses between tries are longer.
const patienceSeconds = 60;

/**
 * Transcribes one sound file; times are seconds from its start.
 * @throws TransientError for limits, outages, time-outs and answers that make no sense;
 * PermanentError 'speech-rejected', 'speech-not-configured' or 'budget-exhausted' for what will not change.
 */
export async function transcribe(pool: ProviderPool, sound: Sound, signal: AbortSignal): Promise<Transcribed> {
  const { value, use, usage, money } = await pool.call(
    async (openai, use, stop) => {
      const { model, words } = use;
      const answer =
        words === 'none'
          ? await askText(openai, model, sound, stop)
          : await ask(openai, model, 'own' in use, sound, stop);
      const lengthSeconds = answer.duration || (await sound.lengthSeconds());
      const audioSeconds = answer.usage?.seconds ?? lengthSeconds;
      const value = {
        // With times from our service, it is still the engine that wrote the words.
        model: words === 'none' ? model : (answer.model ?? model),
        language: answer.language ?? null,
        segments: segmentsOf(answer, lengthSeconds),
      };
      return { value, usage: { inputTokens: 0, outputTokens: 0, audioSeconds } };
    },
    signal,
    patienceSeconds,
  );
  return {
    engine: use.engine,
    ...value,
    audioSeconds: usage.audioSeconds,
    money,
  };
}

/** What an engine is told of languages: the only one; all of them, where it takes several; nothing, and it hears by itself. */
function languageFields(
  languages: readonly string[],
  { isOwn, model }: { readonly isOwn: boolean; readonly model: string },
): { language?: string; languages?: string | string[] } {
  const [only, ...more] = languages;
  if (only !== undefined && more.length === 0) return { language: only };
  if (isOwn) return { languages: languages.join(',') };
  return takesSeveral.test(model) ? { languages: [...languages] } : {};
}

/** OpenAI's first model that is told all languages; those before it take one or none. */
const takesSeveral = /^gpt-transcribe\b/u;

async function ask(openai: OpenAI, model: string, isOwn: boolean, sound: Sound, signal: AbortSignal): Promise<Answer> {
  const raw: unknown = await openai.audio.transcriptions.create(
    {
      file: createReadStream(sound.file),
      model,
      ...languageFields(sound.languages, { isOwn, model }),
      response_format: 'verbose_json',
      timestamp_granularities: ['segment', 'word'],
    },
    { signal },
  );
  return readAnswer(raw);
}

/** Asks an engine that gives text alone, and our service for the times. */
async function askText(openai: OpenAI, model: string, sound: Sound, signal: AbortSignal): Promise<Answer> {
  const { text } = await openai.audio.transcriptions.create(
    {
      file: createReadStream(sound.file),
      model,
      ...languageFields(sound.languages, { isOwn: false, model }),
      response_format: 'json',
    },
    { signal },
  );
  if (typeof text !== 'string') throw new ProviderFailure('malformed', 'answered without text');
  if (text.trim() === '') return readAnswer({ text: '', segments: [] });
  if (sound.align === undefined)
    throw new ProviderFailure('refused', 'gives no times, and nobody else is there who does');
  return readAnswer(await sound.align(text, signal));
}
