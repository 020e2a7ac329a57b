import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Choice, endOfText, nextToken, type TokenRules } from './tokenRules.ts';

type Tensors = Record<string, Tensor>;

export interface WriteOptions extends Pick<Choice, 'timestamps' | 'noRepeatTokens'> {
  readonly prompt: readonly number[];
  readonly rules: TokenRules;
  readonly maxTokens: number;
  readonly signal: AbortSignal | undefined;
}

const integers = (tokens: readonly number[]) =>
  new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]);

/** The numbers of a tensor that the network declares as float32. */
export function floats(tensor: Tensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) throw new Error('The network gave other outputs than expected.');
  return tensor.data;
}

/**
 * Whisper's decoder, as exported with the first step and all further ones merged into one network.
 * One call at a time: the caller queues.
 */
export class Decoder {
  readonly #session: InferenceSession;
  /** The cache before the first step: empty tensors by the network's names. */
  readonly #noPast: Tensors;

  private constructor(session: InferenceSession) {
    this.#session = session;
    this.#noPast = Object.fromEntries(
      session.inputMetadata.flatMap((input) => {
        if (!input.isTensor || !input.name.startsWith('past_key_values.')) return [];
        const [, heads, , width] = input.shape;
        return [[input.name, new Tensor('float32', new Float32Array(), [1, Number(heads), 0, Number(width)])]];
      }),
    );
  }

  static async load(file: string, options: InferenceSession.SessionOptions): Promise<Decoder> {
    return new Decoder(await InferenceSession.create(file, options));
  }

  /** Reads tokens against a window, all at once. Only the outputs that are named are copied out of the network. */
  read(states: Tensor, tokens: readonly number[], outputs: readonly string[]): Promise<Tensors> {
    return this.#run({ ...this.#noPast, input_ids: integers(tokens) }, states, false, outputs);
  }

  /**
   * Writes the text of a window, one token at a time, always the most probable one.
   * @returns tokens without the prompt and the end; times among them where they were asked for
   * @throws the signal's reason
   */
  async write(states: Tensor, options: WriteOptions): Promise<number[]> {
    const { prompt, rules, maxTokens, signal } = options;
    const cached = Object.keys(this.#noPast).map((past) => ({
      past,
      present: past.replace('past_key_values', 'present'),
    }));
    // What the encoder gave is cached at the first step and stays; the text's own part grows.
    const growing = cached.filter(({ past }) => !past.includes('.encoder.'));
    const cache: Tensors = {};
    const written: number[] = [];
    let outputs = await this.read(states, prompt, ['logits', ...cached.map(({ present }) => present)]);
    for (let kept = cached; ; kept = growing) {
      signal?.throwIfAborted();
      for (const { past, present } of kept) cache[past] = output(outputs, present);
      const logits = floats(outputs.logits);
      const vocabulary = outputs.logits?.dims.at(-1) ?? 0;
      const token = nextToken(logits.subarray(logits.length - vocabulary), rules, { ...options, written });
      if (token === endOfText) return written;
      written.push(token);
      if (written.length >= maxTokens) return written;
      const feeds = { ...cache, input_ids: integers([token]) };
      outputs = await this.#run(feeds, states, true, ['logits', ...growing.map(({ present }) => present)]);
    }
  }

  async #run(feeds: Tensors, states: Tensor, hasPast: boolean, outputs: readonly string[]): Promise<Tensors> {
    const more = { encoder_hidden_states: states, use_cache_branch: new Tensor('bool', [hasPast], [1]) };
    return await this.#session.run({ ...feeds, ...more }, outputs);
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

function output(outputs: Tensors, name: string): Tensor {
  const tensor = outputs[name];
  if (tensor === undefined) throw new Error(`The network gave no ${name}.`);
  return tensor;
}
