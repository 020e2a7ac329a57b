import { sampleRate } from '../sound/audioFormat.ts';
import type { Span } from '../voices/speechSpans.ts';
import { compressionRatio, maxCompressionRatio } from './hallucination.ts';
import { languageOf, type Told } from './languageOf.ts';
import { placeWords, voicedSpans } from './placeWords.ts';
import { type Heard, recognize } from './recognize.ts';
import {
  candidatesOf,
  leaningOf,
  otherLanguageOf,
  spanOf,
  type Utterance,
  unwrittenLanguage,
  utterancesOf,
  windowOf,
} from './told.ts';
import type { UtteranceSound } from './utteranceSound.ts';
import type { EncodedWindow, WhisperModel } from './whisperModel.ts';
import { type Window, windowSamples } from './windows.ts';
import type { TimedWord } from './words.ts';

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
  readonly sounds: readonly UtteranceSound[];
  readonly others: readonly OtherLanguage[];
}

/** A window in which the allowed languages have less, together, is listened to utterance by utterance, and its texts judged. */
const plain = 0.5;
const plainEnglish = 0.3;
/**
 * Hears a window in which more than one language may be spoken. The sound of each utterance amid the others tells its
 * language; where that is not sure, the likeliest text decides. All utterances of one language are heard together, as if
 * nothing else were said between them: Whisper forced to one language translates the others into it, or leaves them out.
 * What sounds like none of them is left without words. No text is ever the prompt of the next.
 * Throws the signal's reason when aborted.
 */
export async function hearLanguages(task: LanguagesTask, encoded: EncodedWindow): Promise<HeardLanguages> {
  const { model, samples, window, allowed, signal } = task;
  const around = leaningOf(await model.languageProbabilities(encoded), allowed);
  const told: Told[] = [];
  for (const utterance of utterancesOf(window)) {
    signal?.throwIfAborted();
    const leaning = leaningOf(await model.languageProbabilities(encoded, utterance.at), allowed);
    const { seconds } = utterance;
    const sounds = otherLanguageOf(leaning, seconds, around);
    const candidates = candidatesOf(leaning, seconds, around);
    told.push({
      ...{ utterance, leaning, sounds, texts: new Map() },
      candidates: sounds === undefined ? candidates : candidates.slice(0, 1),
    });
  }
  const sounds = told.map(({ utterance, leaning: { ranked } }) => ({
    ...spanOf(utterance),
    probabilities: new Map(ranked.map(({ language, probability }) => [language, probability])),
  }));
  const [first] = told[0]?.candidates ?? [];
  if (
    first !== undefined &&
    around.allowedShare >= (first === 'en' ? plainEnglish : plain) &&
    told.every(({ sounds, candidates }) => sounds === undefined && candidates.length === 1 && candidates[0] === first)
  )
    return { heard: await recognize({ ...task, language: first }, encoded), sounds, others: [] };
  const heard = new Map<string, Heard[]>();
  const hear = async (language: string, own: readonly Told[]) => {
    signal?.throwIfAborted();
    const part = own.length === told.length ? window : windowOf(own.map(({ utterance }) => utterance));
    const states = part === window ? encoded : await model.encode(windowSamples(samples, part, sampleRate));
    const found = await recognize({ ...task, window: part, language }, states);
    const words = found.flatMap((each) => placeWords(each.words, each.window));
    const looped = own.map(({ utterance }) => spanOf(utterance)).filter((span) => isLoop(wordsIn(span, words)));
    heard.set(language, [...(heard.get(language) ?? []), ...found.map((each) => without(each, looped))]);
    for (const { utterance, texts } of own) {
      const said = wordsIn(spanOf(utterance), words);
      texts.set(language, isLoop(said) ? [] : said);
    }
  };
  for (const language of allowed) {
    const own = told.filter(({ candidates }) => candidates.includes(language));
    if (own.length > 0) await hear(language, own);
  }
  // What was passed over amid the others is listened to alone, and where that gives nothing either, in other languages.
  for (const one of told) {
    if (one.sounds !== undefined || one.utterance.seconds === 0) continue;
    for (const language of [
      ...one.candidates.slice(0, 1),
      ...allowed.filter((each) => !one.candidates.includes(each)),
    ]) {
      if (one.candidates.some((each) => (one.texts.get(each) ?? []).length > 0)) break;
      await hear(language, [one]);
      if (!one.candidates.includes(language)) one.candidates.push(language);
    }
  }
  const languages = told.map((one) => languageOf(one, around));
  const others = told.map((one, at) =>
    languages[at] === undefined
      ? (one.sounds ?? unwrittenLanguage(one.leaning, one.utterance.seconds, around))
      : undefined,
  );
  return {
    heard: runsOf(told, languages).flatMap(({ language, run }) =>
      language === undefined ? [] : cutOut(heard.get(language) ?? [], run),
    ),
    sounds,
    others: othersOf(told, others),
  };
}

const middle = ({ start, end }: Span) => (start + end) / 2;
const wordsIn = ({ start, end }: Span, words: readonly TimedWord[]) =>
  words.filter((word) => middle(word) >= start && middle(word) <= end);

/** Whether Whisper was caught in a loop, as it is by a language that it is forced out of. */
const isLoop = (words: readonly TimedWord[]): boolean =>
  compressionRatio(words.map(({ text }) => text).join(' ')) > maxCompressionRatio;

/** What was heard, without the words of some spans. */
function without(heard: Heard, spans: readonly Span[]): Heard {
  if (spans.length === 0) return heard;
  const gone = new Set(
    spans.flatMap((span) => wordsIn(span, placeWords(heard.words, heard.window)).map(({ tokens }) => tokens)),
  );
  return { ...heard, words: heard.words.filter(({ tokens }) => !gone.has(tokens)) };
}

/** Utterances of one language that stand side by side. */
function runsOf(
  told: readonly Told[],
  languages: readonly (string | undefined)[],
): { readonly language: string | undefined; readonly run: readonly Utterance[] }[] {
  const runs: { language: string | undefined; run: Utterance[] }[] = [];
  for (const [at, { utterance }] of told.entries()) {
    const language = languages[at];
    const last = runs.at(-1);
    if (last !== undefined && last.language === language) last.run.push(utterance);
    else runs.push({ language, run: [utterance] });
  }
  return runs;
}

/** What was heard in a run of utterances, as if the run were a window of its own. */
function cutOut(heard: readonly Heard[], run: readonly Utterance[]): Heard[] {
  const window = windowOf(run);
  const spans = voicedSpans(window);
  return heard.flatMap((each) => {
    const words = run
      .flatMap((utterance) => wordsIn(spanOf(utterance), placeWords(each.words, each.window)))
      .map((word) => {
        const shift = spans.find((span) => middle(word) <= span.end + span.shift)?.shift ?? spans.at(-1)?.shift ?? 0;
        return { ...word, start: word.start - shift, end: word.end - shift };
      });
    return words.length === 0 ? [] : [{ ...each, window, words }];
  });
}

/** Where another language is spoken; what sounds alike side by side is one stretch, of the language of most of it. */
function othersOf(told: readonly Told[], others: readonly (string | undefined)[]): OtherLanguage[] {
  const runs: { language: string; utterance: Utterance }[][] = [];
  for (const [at, { utterance }] of told.entries()) {
    const language = others[at];
    if (language === undefined) continue;
    if (at > 0 && others[at - 1] !== undefined) runs.at(-1)?.push({ language, utterance });
    else runs.push([{ language, utterance }]);
  }
  return runs.map((run) => {
    const longest = run.reduce((a, b) => (b.utterance.seconds > a.utterance.seconds ? b : a));
    return { ...spanOf({ spans: run.flatMap(({ utterance }) => utterance.spans) }), language: longest.language };
  });
}
