/** Whisper's special tokens, which are the same in every multilingual model up to `large-v2`. */
export const endOfText = 50257;
export const startOfTranscript = 50258;
export const transcribeTask = 50359;
export const noSpeech = 50362;
export const noTimestamps = 50363;
/** The token of 0.00 s; each further one is 0.02 s later. */
const timestampBegin = 50364;

/** What may not be written: ever, or as the first token. Lists of the model's own. */
export interface TokenRules {
  readonly suppressed: Uint32Array;
  readonly suppressedFirst: Uint32Array;
}

export interface Choice {
  /** The tokens that were chosen so far, without the prompt. */
  readonly written: readonly number[];
  /** Whether times are written between sentences. */
  readonly timestamps: boolean;
  /** Forbids repeating any run of this many tokens; 0 forbids nothing. */
  readonly noRepeatTokens: number;
}

/** The place of the largest value from `from` to `to`; the first of equals. */
function largest(values: Float32Array, from: number, to: number): number {
  let best = from;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = from; at < to; at += 1) {
    const value = values[at] ?? 0;
    if (value > most) {
      most = value;
      best = at;
    }
  }
  return best;
}

/** Natural logarithm of the sum of the exponentials from `from` on. */
function logSum(values: Float32Array, from: number): number {
  const most = values[largest(values, from, values.length)] ?? 0;
  if (most === Number.NEGATIVE_INFINITY) return most;
  let sum = 0;
  for (let at = from; at < values.length; at += 1) sum += Math.exp((values[at] ?? 0) - most);
  return most + Math.log(sum);
}

/** The tokens after which a run of `length` that is there already would be there again. */
function repeating(written: readonly number[], length: number): number[] {
  const last = written.slice(written.length - length + 1);
  const found: number[] = [];
  for (let at = 0; at + length <= written.length; at += 1) {
    if (last.every((token, index) => written[at + index] === token)) found.push(written[at + length - 1] ?? 0);
  }
  return found;
}

/**
 * The most probable token that Whisper's rules allow next. Changes `logits`, one for each token of the vocabulary.
 * With times: the first token is one, they come in pairs, and one is written as soon as all of them together are more
 * probable than any single word.
 */
export function nextToken(
  logits: Float32Array,
  rules: TokenRules,
  { written, timestamps, noRepeatTokens }: Choice,
): number {
  const forbid = Number.NEGATIVE_INFINITY;
  if (noRepeatTokens > 0) for (const token of repeating(written, noRepeatTokens)) logits[token] = forbid;
  for (const token of rules.suppressed) logits[token] = forbid;
  if (written.length === 0) for (const token of rules.suppressedFirst) logits[token] = forbid;
  if (!timestamps) return largest(logits, 0, logits.length);

  logits[noTimestamps] = forbid;
  if (written.length === 0) return largest(logits, timestampBegin, logits.length);
  const isTime = (token: number | undefined) => token === undefined || token >= timestampBegin;
  const afterTime = isTime(written.at(-1));
  const pairComplete = afterTime && isTime(written.at(-2));
  const firstText = afterTime && !pairComplete ? endOfText : 0;
  const text = largest(logits, firstText, timestampBegin);
  if (pairComplete) return text;
  if (logSum(logits, timestampBegin) > (logits[text] ?? forbid)) return largest(logits, timestampBegin, logits.length);
  // The single largest of all is the text, or the times together would have been more probable.
  return text;
}
