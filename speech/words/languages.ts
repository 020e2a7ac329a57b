import { sampleRate } from '../sound/audioFormat.ts';
import type { Span } from '../voices/speechSpans.ts';
import { placeWords } from './placeWords.ts';
import { type Heard, recognize } from './recognize.ts';
import {
  candidatesOf,
  isStrange,
  isSureWindow,
  type LanguageProbabilities,
  likeliest,
  spanOf,
  type Utterance,
  utterancesOf,
  windowOf,
  withNeighbours,
} from './told.ts';
import type { EncodedWindow, WhisperModel } from './whisperModel.ts';
import { type Window, windowSamples } from './windows.ts';

/** A stretch in a language that is none of those asked for: it is told and not written down. */
export interface OtherLanguage extends Span {
  /** Whisper's code of the likeliest. */
  readonly language: string;
}

export interface LanguagesTask {
  readonly model: WhisperModel;
  readonly samples: Float32Array;
  readonly window: Window;
  /** Whisper's codes; two or more. */
  readonly allowed: readonly string[];
  readonly signal: AbortSignal | undefined;
}

export interface HeardLanguages {
  readonly heard: readonly Heard[];
  readonly others: readonly OtherLanguage[];
}

/** Words less likely than this, on the mean of an utterance, may be another language's. */
const doubtfulWords = -0.5;
/** And of other languages, or backwards, four pieces in five are below this: measured for what Askwell calls clear. */
const inventedWords = -0.9;

/**
 * Hears a window in which more than one language may be spoken. A window that sounds like one language is heard in it,
 * as if that were the only one; then every utterance whose words are in doubt, and in another window every utterance,
 * is listened to alone. Where its language is not told by that, it is heard in each, and the likeliest text decides.
 * What sounds like none of them and has no likely text is left without words. What one language holds side by side is
 * heard together. No text is ever the prompt of the next.
 * Throws the signal's reason when aborted.
 */
export async function hearLanguages(task: LanguagesTask, encoded: EncodedWindow): Promise<HeardLanguages> {
  const { model, window, allowed } = task;
  const probabilities = await model.languageProbabilities(encoded);
  const main = likeliest(probabilities, allowed);
  const utterances = utterancesOf(window);
  const sure = isSureWindow(probabilities, allowed);
  const whole = sure ? await recognize({ ...task, language: main }, encoded) : undefined;
  const told = await tellEach(task, probabilities, utterances, (utterance) =>
    whole !== undefined && (utterances.length === 1 || !isDoubtful(utterance, whole)) ? main : undefined,
  );
  if (told.every((language) => language === main))
    return { heard: whole ?? (await recognize({ ...task, language: main }, encoded)), others: [] };
  const heard: Heard[] = [];
  const others: OtherLanguage[] = [];
  for (const { language, run } of runsOf(utterances, told)) {
    task.signal?.throwIfAborted();
    if (language === undefined) continue;
    const part = windowOf(run);
    if (!allowed.includes(language)) {
      others.push({ ...spanOf(part), language });
      continue;
    }
    heard.push(...(await recognize({ ...task, window: part, language }, await encodedOf(task, part))));
  }
  return { heard, others };
}

const encodedOf = ({ model, samples }: LanguagesTask, window: Window) =>
  model.encode(windowSamples(samples, window, sampleRate));

/** Whether an utterance has no words, or doubtful ones. */
function isDoubtful(utterance: Utterance, whole: readonly Heard[]): boolean {
  const { start, end } = spanOf(utterance);
  const words = whole
    .flatMap((heard) => placeWords(heard.words, heard.window))
    .filter((word) => word.start < end && word.end > start);
  const mean = words.reduce((sum, { logProbability }) => sum + logProbability, 0) / Math.max(1, words.length);
  return words.length === 0 || mean < doubtfulWords;
}

/**
 * The language of each utterance, of the allowed ones or of one more; undefined where no text is likely.
 * @param around what the window sounds like
 * @param known what is told already, of an utterance
 */
async function tellEach(
  task: LanguagesTask,
  around: LanguageProbabilities,
  utterances: readonly Utterance[],
  known: (utterance: Utterance) => string | undefined,
): Promise<(string | undefined)[]> {
  const { model, allowed, signal } = task;
  const alone: Alone[] = [];
  const told: (string | undefined)[] = [];
  for (const [at, utterance] of utterances.entries()) {
    signal?.throwIfAborted();
    const language = known(utterance);
    told.push(language);
    if (language !== undefined) continue;
    const window = windowOf([utterance]);
    const encoded = await encodedOf(task, window);
    const probabilities = await model.languageProbabilities(encoded);
    const candidates = candidatesOf(probabilities, allowed, utterance.seconds);
    alone[at] = { encoded, window, candidates, strange: isStrange(probabilities, around, allowed) };
    if (candidates.length === 1) told[at] = candidates[0];
  }
  const settled = withNeighbours(
    told,
    utterances.map(({ seconds }) => seconds),
  );
  const languages: (string | undefined)[] = [];
  for (const [at, language] of settled.entries()) {
    const own = alone[at];
    languages.push(language ?? (own && (await likeliestText(task, own))));
  }
  return languages;
}

/** An utterance that was listened to alone. */
interface Alone {
  readonly encoded: EncodedWindow;
  readonly window: Window;
  readonly candidates: readonly string[];
  readonly strange: boolean;
}

/** The language, of several, in which the text of an utterance is likeliest; undefined where none is likely. */
async function likeliestText(
  task: LanguagesTask,
  { encoded, window, candidates, strange }: Alone,
): Promise<string | undefined> {
  let [best] = candidates;
  let most = Number.NEGATIVE_INFINITY;
  for (const language of candidates) {
    const heard = await recognize({ ...task, window, language }, encoded);
    const words = heard.flatMap((each) => each.words);
    const mean = words.reduce((sum, { logProbability }) => sum + logProbability, 0) / Math.max(1, words.length);
    const likely = words.length === 0 ? Number.NEGATIVE_INFINITY : mean;
    if (likely > most) [best, most] = [language, likely];
  }
  return strange && task.allowed.includes(best ?? '') && most < inventedWords ? undefined : best;
}

/** Utterances of one language that stand side by side. */
function runsOf(
  utterances: readonly Utterance[],
  told: readonly (string | undefined)[],
): { readonly language: string | undefined; readonly run: readonly Utterance[] }[] {
  const runs: { language: string | undefined; run: Utterance[] }[] = [];
  for (const [at, utterance] of utterances.entries()) {
    const language = told[at];
    const last = runs.at(-1);
    if (last !== undefined && last.language === language) last.run.push(utterance);
    else runs.push({ language, run: [utterance] });
  }
  return runs;
}
