import { sampleRate } from '../sound/audioFormat.ts';
import { alignRows, mergeHeads } from './alignment.ts';
import { coveredSeconds } from './coverage.ts';
import { compressionRatio, maxCompressionRatio } from './hallucination.ts';
import { voicedSpans } from './placeWords.ts';
import type { EncodedWindow, WhisperModel } from './whisperModel.ts';
import { splitWindow, type Window, windowSamples } from './windows.ts';
import { joinWords, type TimedWord } from './words.ts';

/** What was heard in one window; the words' times are the window's. */
export interface Heard {
  readonly window: Window;
  /** In which it was heard, as Whisper's code. */
  readonly language: string;
  readonly words: readonly TimedWord[];
  readonly averageLogProbability: number;
  readonly noSpeechProbability: number;
  readonly languageProbability: number;
}

export interface RecognizeTask {
  readonly model: WhisperModel;
  /** The whole file's, of which the window names its pieces. */
  readonly samples: Float32Array;
  readonly window: Window;
  readonly language: string;
  readonly signal: AbortSignal | undefined;
}

/** A text that accounts for less than this of the voices in its window has left something out. Good ones reach 0.9. */
const enoughCoverage = 0.65;

async function hear(task: RecognizeTask, encoded: EncodedWindow, timestamps: boolean): Promise<Heard> {
  const { model, window, language, signal } = task;
  const generate = (noRepeatTokens: number) =>
    model.generate(encoded, {
      language,
      timestamps,
      // Nobody says more than about eight tokens a second; a loop would go on to the model's end.
      maxTokens: Math.min(224, Math.ceil(24 + encoded.durationSeconds * 10)),
      noRepeatTokens,
      ...(signal === undefined ? {} : { signal }),
    });
  let tokens = await generate(0);
  if (compressionRatio(model.decode(tokens)) > maxCompressionRatio) tokens = await generate(4);
  if (tokens.length === 0)
    return { window, language, words: [], averageLogProbability: 0, noSpeechProbability: 1, languageProbability: 1 };
  const { logProbabilities, noSpeechProbability, languageProbability, heads } = await model.score(
    encoded,
    tokens,
    language,
  );
  const words = joinWords(tokens, alignRows(mergeHeads(heads)), logProbabilities, (some) => model.decode(some));
  const averageLogProbability = logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length;
  return { window, language, words, averageLogProbability, noSpeechProbability, languageProbability };
}

const covered = ({ words, window }: Heard) => coveredSeconds(words, voicedSpans(window));
const voiced = (window: Window) => window.spans.reduce((sum, { speech }) => sum + speech.end - speech.start, 0);

async function hearBest(task: RecognizeTask, encoded: EncodedWindow): Promise<Heard> {
  const marked = await hear(task, encoded, true);
  if (covered(marked) >= enoughCoverage * voiced(task.window)) return marked;
  const plain = await hear(task, encoded, false);
  return covered(plain) > covered(marked) ? plain : marked;
}

/**
 * Writes down what is said in a window. Whisper sometimes skips a part without a word; then it is asked again in
 * another way, and at last about each half of the window alone, and the answer that accounts for most of the voices
 * is taken. Throws the signal's reason when aborted.
 */
export async function recognize(task: RecognizeTask, encoded: EncodedWindow): Promise<Heard[]> {
  const whole = await hearBest(task, encoded);
  if (covered(whole) >= enoughCoverage * voiced(task.window)) return [whole];
  const halves: Heard[] = [];
  for (const window of splitWindow(task.window) ?? []) {
    const half = await task.model.encode(windowSamples(task.samples, window, sampleRate));
    halves.push(await hearBest({ ...task, window }, half));
  }
  const coveredByHalves = halves.reduce((sum, half) => sum + covered(half), 0);
  return coveredByHalves > covered(whole) ? halves : [whole];
}
