import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AutoTokenizer, env, type PreTrainedTokenizer } from '@huggingface/transformers';
import { Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { sampleRate } from '../sound/audioFormat.ts';
import { loadThreadedEncoder, type ThreadedEncoder } from '../threads/threadedEncoder.ts';
import type { Span } from '../voices/speechSpans.ts';
import { type AttentionMap, attentionSeconds } from './alignment.ts';
import { Decoder, floats } from './decoder.ts';
import { runsOn } from './runsOn.ts';
import { endOfText, noSpeech, noTimestamps, startOfTranscript, type TokenRules, transcribeTask } from './tokenRules.ts';

/** What Whisper's encoder made of one window of sound. */
export interface EncodedWindow {
  readonly states: Tensor;
  readonly durationSeconds: number;
}

/** What a second look at finished text tells: how sure the model is, and where it listened. */
export interface ScoredTokens {
  /** Natural logarithm of each text token's probability. */
  readonly logProbabilities: readonly number[];
  /** Probability that nobody speaks, as Whisper sees it. */
  readonly noSpeechProbability: number;
  /** Probability that it is the text's language, of all that Whisper knows. */
  readonly languageProbability: number;
  /** One map per head that follows the sound: a row per text token and one for the end of the text. */
  readonly heads: readonly AttentionMap[];
}

export interface GenerateOptions {
  readonly language: string;
  readonly maxTokens: number;
  /** Whether Whisper marks times between sentences. They are not kept, but what it writes differs a little. */
  readonly timestamps: boolean;
  /** Forbids repeating any run of this many tokens; 0 forbids nothing. */
  readonly noRepeatTokens: number;
  readonly signal?: AbortSignal;
}

/** How many cores the networks may use, together. */
export interface ModelOptions {
  readonly threads: number;
  /** Told when the encoder's thread has ended by itself. */
  readonly lost: (reason: Error) => void;
}

const generationSchema = z.object({
  lang_to_id: z.record(z.string(), z.int()),
  alignment_heads: z.array(z.tuple([z.int(), z.int()])).min(1),
  suppress_tokens: z.array(z.int()),
  begin_suppress_tokens: z.array(z.int()),
});

/** Natural logarithm of the probability that `logits` stand for, at one place. */
function logProbability(logits: Float32Array, place: number): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < logits.length; at += 1) max = Math.max(max, logits[at] ?? max);
  let sum = 0;
  for (let at = 0; at < logits.length; at += 1) sum += Math.exp((logits[at] ?? max) - max);
  return (logits[place] ?? Number.NEGATIVE_INFINITY) - max - Math.log(sum);
}

/** How much of the silence at a window's end stays behind a part of it: Whisper expects some. */
const silenceSeconds = 2;

/** What the encoder made of a part of a window, in seconds, and of the silence at its end. */
function partOf(states: Tensor, { start, end }: Span): Tensor {
  const [, frames = 0, width = 0] = states.dims;
  const from = Math.max(0, Math.floor(start / attentionSeconds));
  const to = Math.min(frames, Math.ceil(end / attentionSeconds));
  const silence = Math.max(to, frames - silenceSeconds / attentionSeconds);
  const all = floats(states);
  const kept = new Float32Array((to - from + frames - silence) * width);
  kept.set(all.subarray(from * width, to * width));
  kept.set(all.subarray(silence * width), (to - from) * width);
  return new Tensor('float32', kept, [1, to - from + frames - silence, width]);
}

/** Whisper in this process's memory. One window's text at a time: the caller queues. */
export class WhisperModel {
  readonly #encoder: ThreadedEncoder;
  readonly #decoder: Decoder;
  readonly #tokenizer: PreTrainedTokenizer;
  readonly #languageTokens: ReadonlyMap<string, number>;
  readonly #alignmentHeads: readonly (readonly [layer: number, head: number])[];
  readonly #rules: TokenRules;

  private constructor(
    encoder: ThreadedEncoder,
    decoder: Decoder,
    tokenizer: PreTrainedTokenizer,
    config: z.infer<typeof generationSchema>,
  ) {
    this.#encoder = encoder;
    this.#decoder = decoder;
    this.#tokenizer = tokenizer;
    this.#languageTokens = new Map(Object.entries(config.lang_to_id).map(([token, id]) => [token.slice(2, -2), id]));
    this.#alignmentHeads = config.alignment_heads;
    this.#rules = {
      suppressed: Uint32Array.from(config.suppress_tokens),
      suppressedFirst: Uint32Array.from(config.begin_suppress_tokens),
    };
  }

  /**
   * Loads the model of a folder, never from the network. Its files must have been checked before, see `verifyWeights`.
   * A step of the decoder waits for memory and gains nothing by a second thread; the encoder takes what cores are left.
   */
  static async load(folder: string, { threads, lost }: ModelOptions): Promise<WhisperModel> {
    env.allowRemoteModels = false;
    env.localModelPath = path.dirname(folder);
    const config = generationSchema.parse(
      JSON.parse(await readFile(path.join(folder, 'generation_config.json'), 'utf8')),
    );
    const [encoder, decoder, tokenizer] = await Promise.all([
      loadThreadedEncoder({ folder, threads: Math.max(1, threads - 1) }, lost),
      Decoder.load(path.join(folder, 'onnx/decoder_model_merged_quantized.onnx'), runsOn(1)),
      AutoTokenizer.from_pretrained(path.basename(folder), { local_files_only: true }),
    ]);
    return new WhisperModel(encoder, decoder, tokenizer, config);
  }

  get languages(): ReadonlySet<string> {
    return new Set(this.#languageTokens.keys());
  }

  #languageToken(language: string): number {
    const token = this.#languageTokens.get(language);
    if (token === undefined) throw new RangeError(`Whisper does not know the language "${language}".`);
    return token;
  }

  /** Encodes at most 30 s of 16 kHz mono sound, beside whatever else is done. */
  async encode(samples: Float32Array): Promise<EncodedWindow> {
    const { states, dims } = await this.#encoder.encode(samples);
    return { states: new Tensor('float32', states, dims), durationSeconds: samples.length / sampleRate };
  }

  /**
   * How probable each language is, by Whisper's code ("en"), as the window sounds.
   * @param part listens to this part of it alone, in seconds of the window; it was encoded amid the rest
   */
  async languageProbabilities({ states }: EncodedWindow, part?: Span): Promise<ReadonlyMap<string, number>> {
    const listened = part === undefined ? states : partOf(states, part);
    const { logits } = await this.#decoder.read(listened, [startOfTranscript], ['logits']);
    const heard = floats(logits);
    return new Map([...this.#languageTokens.keys()].map((each) => [each, this.#languageProbability(heard, each)]));
  }

  /** How probable a language is among all languages, by the logits of the first token. */
  #languageProbability(logits: Float32Array, language: string): number {
    const own = logits[this.#languageToken(language)] ?? Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (const token of this.#languageTokens.values()) sum += Math.exp((logits[token] ?? own) - own);
    return 1 / sum;
  }

  /** The text of the window as tokens, most probable token first, without special ones. Throws the signal's reason. */
  async generate({ states }: EncodedWindow, options: GenerateOptions): Promise<number[]> {
    const { language, timestamps, maxTokens, noRepeatTokens, signal } = options;
    const prompt = [startOfTranscript, this.#languageToken(language), transcribeTask];
    const written = await this.#decoder.write(states, {
      prompt: timestamps ? prompt : [...prompt, noTimestamps],
      rules: this.#rules,
      timestamps,
      maxTokens,
      noRepeatTokens,
      signal,
    });
    return written.filter((token) => token < endOfText);
  }

  /** Reads finished text once more against the sound, all tokens at once. */
  async score(encoded: EncodedWindow, tokens: readonly number[], language: string): Promise<ScoredTokens> {
    const prefix = [startOfTranscript, this.#languageToken(language), transcribeTask, noTimestamps];
    const layers = [...new Set(this.#alignmentHeads.map(([layer]) => `cross_attentions.${layer}`))];
    const outputs = await this.#decoder.read(encoded.states, [...prefix, ...tokens, endOfText], ['logits', ...layers]);
    const logits = floats(outputs.logits);
    const vocabulary = outputs.logits?.dims.at(-1) ?? 0;
    const rowAt = (row: number) => logits.subarray(row * vocabulary, (row + 1) * vocabulary);
    const firstRow = prefix.length - 1; // the row that foretells the first text token
    const logProbabilities = tokens.map((token, index) => logProbability(rowAt(firstRow + index), token));
    const noSpeechProbability = Math.exp(logProbability(rowAt(0), noSpeech));
    const languageProbability = this.#languageProbability(rowAt(0), language);

    const columns = Math.max(1, Math.min(1500, Math.ceil(encoded.durationSeconds / attentionSeconds)));
    const heads = this.#alignmentHeads.map(([layer, head]): AttentionMap => {
      const attention = outputs[`cross_attentions.${layer}`];
      const all = floats(attention);
      const [, , length = 0, frames = 0] = attention?.dims ?? [];
      const rows = tokens.length + 1;
      const data = new Float32Array(rows * columns);
      for (let row = 0; row < rows; row += 1) {
        const start = (head * length + firstRow + row) * frames;
        data.set(all.subarray(start, start + columns), row * columns);
      }
      return { data, rows, columns };
    });
    return { logProbabilities, noSpeechProbability, languageProbability, heads };
  }

  /** The written form of a run of tokens; a character whose bytes are not complete comes out as U+FFFD. */
  decode(tokens: readonly number[]): string {
    return tokens.length === 0 ? '' : this.#tokenizer.decode([...tokens], { skip_special_tokens: true });
  }

  /** The tokens of a text, without special ones. */
  tokens(text: string): number[] {
    return this.#tokenizer.encode(text, { add_special_tokens: false });
  }

  async release(): Promise<void> {
    await Promise.all([this.#decoder.release(), this.#encoder.release()]);
  }
}
