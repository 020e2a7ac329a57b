import path from 'node:path';
import {
  AutoProcessor,
  AutoTokenizer,
  env,
  InterruptableStoppingCriteria,
  type PreTrainedTokenizer,
  type Processor,
  Tensor,
  WhisperForConditionalGeneration,
} from '@huggingface/transformers';
import { InferenceSession } from 'onnxruntime-node';
import { type AttentionMap, attentionSeconds } from './alignment.ts';
import { sampleRate } from './audioFormat.ts';
import { modelId } from './weights.ts';

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

const endOfText = 50257;
const startOfTranscript = 50258;
const noSpeech = 50362;
const noTimestamps = 50363;

type Fetches = (feeds: Record<string, { data: ArrayLike<unknown> }>) => readonly string[];

/**
 * Makes a session copy only the outputs that are asked for.
 * This export gives every attention matrix and at each step the whole cache, and the library fetches them all.
 */
function fetchOnly(session: InferenceSession, fetches: Fetches): void {
  const run = session.run.bind(session);
  // The two overloads of run() differ in what the second argument is; the library calls it with feeds alone.
  session.run = ((feeds: Parameters<Fetches>[0]) =>
    run(feeds as InferenceSession.FeedsType, fetches(feeds))) as InferenceSession['run'];
}

/** Natural logarithms of the probabilities that `logits` stand for, at the places asked for. */
function logSoftmaxAt(logits: Float32Array, places: readonly number[]): number[] {
  let max = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > max) max = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - max);
  const logSum = max + Math.log(sum);
  return places.map((place) => (logits[place] ?? Number.NEGATIVE_INFINITY) - logSum);
}

/** Whisper base in this process's memory. One call at a time: the caller queues. */
export class WhisperModel {
  readonly #model: WhisperForConditionalGeneration;
  readonly #encoder: InferenceSession;
  readonly #processor: Processor;
  readonly #tokenizer: PreTrainedTokenizer;
  readonly #languageTokens: ReadonlyMap<string, number>;
  readonly #alignmentHeads: readonly (readonly [layer: number, head: number])[];
  #scoring = false;

  private constructor(
    model: WhisperForConditionalGeneration,
    encoder: InferenceSession,
    processor: Processor,
    tokenizer: PreTrainedTokenizer,
  ) {
    this.#model = model;
    this.#encoder = encoder;
    this.#processor = processor;
    this.#tokenizer = tokenizer;
    // generation_config.json is pinned by its hash, so its shape is known; the library types it by the base class only.
    const config = model.generation_config as unknown as {
      lang_to_id: Record<string, number>;
      alignment_heads: [number, number][];
    };
    this.#languageTokens = new Map(Object.entries(config.lang_to_id).map(([token, id]) => [token.slice(2, -2), id]));
    this.#alignmentHeads = config.alignment_heads;
    const decoder = this.#model.sessions.decoder_model_merged as InferenceSession;
    const cache = decoder.outputNames.filter((name) => name.startsWith('present'));
    const first = ['logits', ...cache];
    // what the encoder said is cached by the first step and does not change
    const next = ['logits', ...cache.filter((name) => !name.includes('encoder'))];
    const score = ['logits', ...new Set(this.#alignmentHeads.map(([layer]) => `cross_attentions.${layer}`))];
    fetchOnly(decoder, (feeds) => (this.#scoring ? score : feeds.use_cache_branch?.data[0] ? next : first));
    // generate() drops what is not named here, and would encode the same window a second time
    model.forward_params = [...model.forward_params, 'encoder_outputs'];
  }

  /**
   * Loads the model from `modelDir` (the folder that holds `Xenova/whisper-base`), never from the network.
   * The files must have been checked before, see `verifyWeights`.
   */
  static async load(modelDir: string, threads: number): Promise<WhisperModel> {
    env.allowRemoteModels = false;
    env.allowLocalModels = true;
    env.localModelPath = modelDir;
    const sessionOptions = {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // Threads that spin while they wait win little on an idle machine and halve the speed of a busy one.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    };
    const [model, encoder, processor, tokenizer] = await Promise.all([
      WhisperForConditionalGeneration.from_pretrained(modelId, {
        dtype: 'q8',
        local_files_only: true,
        session_options: sessionOptions,
      }),
      // Beside the library's own, which is never run: ONNX Runtime keeps all memory that a session once used,
      // and the attention over 30 s of sound is 700 MB; this one gives it back, at a fifth of a second a window.
      InferenceSession.create(path.join(modelDir, modelId, 'onnx/encoder_model_quantized.onnx'), {
        ...sessionOptions,
        enableCpuMemArena: false,
      }),
      AutoProcessor.from_pretrained(modelId, { local_files_only: true }),
      AutoTokenizer.from_pretrained(modelId, { local_files_only: true }),
    ]);
    // from_pretrained is declared on the base class; called on this class it makes one of this class.
    return new WhisperModel(model as WhisperForConditionalGeneration, encoder, processor, tokenizer);
  }

  get languages(): ReadonlySet<string> {
    return new Set(this.#languageTokens.keys());
  }

  #languageToken(language: string): number {
    const token = this.#languageTokens.get(language);
    if (token === undefined) throw new RangeError(`Whisper does not know the language "${language}".`);
    return token;
  }

  /** Encodes at most 30 s of 16 kHz mono sound; what is longer is cut off by Whisper, so it is refused here. */
  async encode(samples: Float32Array): Promise<EncodedWindow> {
    const durationSeconds = samples.length / sampleRate;
    if (durationSeconds > 30) throw new RangeError(`Whisper hears 30 s at once, not ${durationSeconds} s.`);
    const { input_features: features } = await this.#processor(samples);
    const { last_hidden_state: states } = await this.#encoder.run({ input_features: features.ort_tensor }, [
      'last_hidden_state', // not the attention matrices that this export gives too: 430 MB
    ]);
    if (states === undefined) throw new Error('The Whisper encoder gave no states.');
    return { states: new Tensor(states), durationSeconds };
  }

  async #forward(encoded: EncodedWindow, tokens: readonly number[]): Promise<Record<string, Tensor>> {
    const ids = new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]);
    this.#scoring = true;
    try {
      return await this.#model.forward({ encoder_outputs: encoded.states, decoder_input_ids: ids });
    } finally {
      this.#scoring = false;
    }
  }

  /** The language that the window sounds like, as Whisper's code ("en"). */
  async detectLanguage(encoded: EncodedWindow): Promise<string> {
    const { logits } = await this.#forward(encoded, [startOfTranscript]);
    let best = 'en';
    let bestLogit = Number.NEGATIVE_INFINITY;
    for (const [language, token] of this.#languageTokens) {
      const logit = Number(logits?.data[token]);
      if (logit > bestLogit) [best, bestLogit] = [language, logit];
    }
    return best;
  }

  /** The text of the window as tokens, most probable token first, without special ones. Throws the signal's reason. */
  async generate(encoded: EncodedWindow, options: GenerateOptions): Promise<number[]> {
    options.signal?.throwIfAborted();
    const stop = new InterruptableStoppingCriteria();
    const interrupt = () => stop.interrupt();
    options.signal?.addEventListener('abort', interrupt, { once: true });
    try {
      const generated = await this.#model.generate({
        inputs: encoded.states,
        encoder_outputs: encoded.states,
        language: options.language,
        task: 'transcribe',
        return_timestamps: options.timestamps,
        max_new_tokens: options.maxTokens,
        no_repeat_ngram_size: options.noRepeatTokens,
        stopping_criteria: stop,
        // The library declares every setting of its configuration as required; each has a default.
      } as unknown as Parameters<WhisperForConditionalGeneration['generate']>[0]);
      options.signal?.throwIfAborted();
      // generate() gives a tensor unless asked for a dictionary
      return Array.from((generated as Tensor).data as BigInt64Array, Number).filter((token) => token < endOfText);
    } finally {
      options.signal?.removeEventListener('abort', interrupt);
    }
  }

  /** Reads finished text once more against the sound, all tokens at once. */
  async score(encoded: EncodedWindow, tokens: readonly number[], language: string): Promise<ScoredTokens> {
    const transcribe = 50359;
    const prefix = [startOfTranscript, this.#languageToken(language), transcribe, noTimestamps];
    const outputs = await this.#forward(encoded, [...prefix, ...tokens, endOfText]);
    const logits = outputs.logits;
    if (logits === undefined) throw new Error('The Whisper decoder gave no logits.');
    const vocabulary = logits.dims.at(-1) ?? 0;
    const allLogits = logits.data as Float32Array; // declared float32 by the model
    const rowAt = (row: number) => allLogits.subarray(row * vocabulary, (row + 1) * vocabulary);
    const firstRow = prefix.length - 1; // the row that foretells the first text token
    const logProbabilities = tokens.map((token, index) => logSoftmaxAt(rowAt(firstRow + index), [token])[0] ?? 0);
    const noSpeechProbability = Math.exp(logSoftmaxAt(rowAt(0), [noSpeech])[0] ?? 0);

    const columns = Math.max(1, Math.min(1500, Math.ceil(encoded.durationSeconds / attentionSeconds)));
    const heads = this.#alignmentHeads.map(([layer, head]): AttentionMap => {
      const attention = outputs[`cross_attentions.${layer}`];
      if (attention === undefined) throw new Error('The Whisper decoder gave no attention to align by.');
      const [, , length = 0, frames = 0] = attention.dims;
      const all = attention.data as Float32Array; // declared float32 by the model
      const rows = tokens.length + 1;
      const data = new Float32Array(rows * columns);
      for (let row = 0; row < rows; row += 1) {
        const start = (head * length + firstRow + row) * frames;
        data.set(all.subarray(start, start + columns), row * columns);
      }
      return { data, rows, columns };
    });
    return { logProbabilities, noSpeechProbability, heads };
  }

  /** The written form of a run of tokens; a character whose bytes are not complete comes out as U+FFFD. */
  decode(tokens: readonly number[]): string {
    return tokens.length === 0 ? '' : this.#tokenizer.decode([...tokens], { skip_special_tokens: true });
  }

  async release(): Promise<void> {
    await Promise.all([this.#model.dispose(), this.#encoder.release()]);
  }
}
