import { afterOpeners, type Head, headsOf, isInverted } from '../grammar/heads.ts';
import { pauseToken, rawTokensOf } from '../grammar/tokens.ts';
import { embeddingVerbs, joiners, openers, subjects, whWords } from '../grammar/vocabulary.ts';
import type { TimedWord } from '../words.ts';
import { isGap } from './gap.ts';
import { endMark, isEnd } from './marks.ts';
import { isMisheardAuxiliary } from './misheard.ts';
import { isNameOnly, namesIn } from './names.ts';
import { endsInTag, isTagAlone } from './spanish/closings.ts';
import { beginsRough, isDoubtfulPorque, roughSegments } from './spanish/rough.ts';
import { beginsSpanish, writesAccents } from './spanish/rule.ts';
import { isSpanish, textOf } from './spoken.ts';

/** A run of words that belong together, with what it looks like to the grammar. */
export interface Sentence {
  readonly words: readonly TimedWord[];
  /** when it is first heard, in seconds: a first word that the recogniser laid far before the rest does not count */
  readonly start: number;
  readonly text: string;
  readonly tokens: readonly string[];
  /** seconds of pause before it; the recording's start counts as endless */
  readonly pauseBefore: number;
  /** nothing but somebody's name */
  readonly isName: boolean;
  /** the word on which it hangs whether this asks: a question word, a verb before its subject, "tell" */
  readonly asking: TimedWord | undefined;
  /** whether the lesson's recogniser writes Spanish accents: then a question word without one asks nothing */
  readonly accents: boolean;
  /** whether it is Spanish that the recogniser hardly understood: then its marks and accents tell nothing */
  readonly rough: boolean;
}

/** A pause that ends a sentence where the recogniser wrote no mark, in seconds. */
const longPause = 1.5;
/** The same in a transcript that has hardly any marks, where pauses are all there is. */
const pauseWithoutMarks = 0.5;
/** So short a pause ends a sentence without a mark only where a question begins behind it, or a tag is before it. */
const shortPause = 0.25;
/** A comma and so long a pause end a Spanish sentence. */
const pauseAtComma = 0.5;
/** With fewer than one mark in so many words, a transcript counts as unpunctuated. */
const wordsPerMark = 40;
/** Nobody says longer sentences; a recogniser that loops writes them, and looking at one again and again takes time. */
const mostWords = 200;
/** A new question in the middle of a sentence leaves at least so many words to what came before it. */
const leastWordsBefore = 3;

const trailsOff = /(?:\.{3}|…)["'”’)]*$/u;

/**
 * Cuts a lesson's words into sentences: at the recogniser's marks, at long pauses, and where a new question begins
 * without a mark. Segment borders mean nothing: a sentence may go over them.
 */
export function sentencesOf(words: readonly TimedWord[]): Sentence[] {
  const marks = words.filter(({ text }) => endMark.test(text)).length;
  const pause = marks * wordsPerMark < words.length ? pauseWithoutMarks : longPause;
  const names = namesIn(words);
  const accents = writesAccents(words.filter(isSpanish).map(({ text }) => text));
  const rough = roughSegments(words);
  const written = pause === longPause ? lastMarks(words) : undefined;
  const sentences: Sentence[] = [];
  let first = 0;
  for (let index = 0; index < words.length; index += 1) {
    const full = index - first + 1 >= mostWords;
    // What stands before an end mark in the same segment was recognised as one sentence, however its words' times lie.
    const isWritten = index < (written?.get(words[index]?.segment ?? -1) ?? -1);
    const within = isWritten || isBegun(words, first, index);
    const ends =
      endsAt(words, index, within ? Number.POSITIVE_INFINITY : pause) ||
      turnsAt(words, first, index) ||
      changesLanguageAt(words, index) ||
      changesVoiceAt(words, index) ||
      restsAtComma(words, index) ||
      (rough.has(words[index + 1]?.segment ?? -1) && beginsRough(words, first, index)) ||
      isAnsweredGap(words, first, index) ||
      (written !== undefined && beginsAfresh(words, index + 1));
    if (!full && !ends) continue;
    for (const piece of atNewQuestions(words.slice(first, index + 1))) {
      sentences.push(sentenceOf(piece, sentences.at(-1)?.words.at(-1), names, accents, rough));
    }
    first = index + 1;
  }
  return sentences;
}

/** Whether somebody goes on in another language after a pause: Whisper writes a comma there. */
function changesLanguageAt(words: readonly TimedWord[], index: number): boolean {
  const [word, next] = [words[index], words[index + 1]];
  if (word?.language === undefined || next?.language === undefined || word.language === next.language) return false;
  return next.start - word.end >= shortPause;
}

/** Whether another voice goes on after a pause: of Spanish that it hardly understands, Whisper writes both as one sentence. */
function changesVoiceAt(words: readonly TimedWord[], index: number): boolean {
  const [word, next] = [words[index], words[index + 1]];
  if (!word || !next || !isSpanish(word) || !isSpanish(next)) return false;
  if (typeof word.speaker !== 'number' || typeof next.speaker !== 'number') return false;
  return word.speaker !== next.speaker && next.start - word.end >= shortPause;
}

/** Of Spanish that it hardly understands, Whisper writes one sentence, with a comma where somebody stops. */
function restsAtComma(words: readonly TimedWord[], index: number): boolean {
  const [word, next] = [words[index], words[index + 1]];
  if (!word || !next || !isSpanish(word) || !word.text.endsWith(',')) return false;
  return next.start - word.end >= pauseAtComma;
}

/**
 * Joins sentences that turned out to be one: the first one's end mark becomes a comma.
 * @param asks whether the second one's question mark stays
 */
export function joined(a: Sentence, b: Sentence, asks = true): Sentence {
  const rest = b.text.replace(/\p{L}/u, (letter) => letter.toLowerCase());
  return {
    words: [...a.words, ...b.words],
    start: a.start,
    text: `${a.text.replace(endMark, ',')} ${asks ? rest : rest.replace(endMark, '.')}`,
    tokens: [...a.tokens, pauseToken, ...b.tokens],
    pauseBefore: a.pauseBefore,
    isName: false,
    asking: a.asking ?? b.asking,
    accents: a.accents,
    rough: a.rough || b.rough,
  };
}

function sentenceOf(
  words: readonly TimedWord[],
  before: TimedWord | undefined,
  names: ReadonlySet<string>,
  accents: boolean,
  rough: ReadonlySet<number>,
): Sentence {
  const { tokens, wordOf } = tokensOfWords(words);
  const [head] = headsOf(tokens);
  return {
    words,
    start: startOf(words),
    text: words.map(({ text }) => text).join(' '),
    tokens,
    pauseBefore: before ? (words[0]?.start ?? 0) - before.end : Number.POSITIVE_INFINITY,
    isName: isNameOnly(words, names),
    asking: head ? words[wordOf[head.at] ?? -1] : isMisheardAuxiliary(words, tokens) ? words[0] : undefined,
    accents,
    rough: words.some(({ segment }) => rough.has(segment)) || isDoubtfulPorque(words[0]),
  };
}

/** So many words at most are taken for laid too early, before a long pause. */
const mostMisplaced = 2;

function startOf(words: readonly TimedWord[]): number {
  const [first] = words;
  if (!first) return 0;
  for (let index = 0; index < mostMisplaced; index += 1) {
    const [before, after] = [words[index], words[index + 1]];
    if (!before || !after || after.start - before.end < longPause) continue;
    const length = words.slice(0, index + 1).reduce((sum, word) => sum + Math.min(word.end - word.start, 0.3), 0);
    return after.start - length;
  }
  return first.start;
}

/** The last word with an end mark of each segment. */
function lastMarks(words: readonly TimedWord[]): ReadonlyMap<number, number> {
  return new Map(words.flatMap((word, index) => (isEnd(word.text) ? [[word.segment, index] as const] : [])));
}

/** "What", "how many", "what else": a question of which only the first words are there goes on, whatever the pause. */
function isBegun(words: readonly TimedWord[], first: number, index: number): boolean {
  const [word, next] = [words[index], words[index + 1]];
  if (!word || !next || index - first > mostBegun || isEnd(word.text) || word.segment !== next.segment) return false;
  return isUnfinished(tokensOfWords(words.slice(first, index + 1)).tokens);
}

/** So many words and openers before them at most are looked at as a question's first ones. */
const mostBegun = 5;

function isUnfinished(tokens: readonly string[]): boolean {
  const begun = tokens.slice(afterOpeners(tokens)).filter((token) => token !== pauseToken);
  const [word = '', ...rest] = begun;
  return whWords.has(word) && rest.length <= 1 && rest.every((token) => unfinished.has(token));
}

const unfinished = new Set(['else', 'many', 'much', 'color', 'kind', 'shape', 'about', 'other', 'one']);

function endsAt(words: readonly TimedWord[], index: number, pause: number): boolean {
  const word = words[index];
  const next = words[index + 1];
  if (!word || !next) return true;
  const gap = next.start - word.end;
  if (trailsOff.test(word.text)) return gap >= longPause || /^["'“‘]?\p{Lu}/u.test(next.text);
  if (isEnd(word.text)) return true;
  // "Some things float, and some things … what?" is said with a pause before the gap word.
  return gap >= pause && !isGapWord(words, index + 1);
}

/** A short pause without a mark, with a question behind it or a tag before it: "… it is · how many are there". */
function turnsAt(words: readonly TimedWord[], first: number, index: number): boolean {
  const word = words[index];
  const next = words[index + 1];
  if (!word || !next || next.start - word.end < shortPause) return false;
  if (isSpanish(next)) {
    const [said, coming] = [words.slice(first, index + 1), words.slice(index + 1, index + 6)].map(textOf);
    return endsInTag(said ?? '') || beginsSpanish(coming ?? '', said ?? '');
  }
  const { tokens } = tokensOfWords(words.slice(first, index + 1));
  if (headsOf(tokens).at(-1)?.kind === 'tag') return true;
  if (isUnfinished(tokens)) return false;
  const last = rawTokensOf(word.text).at(-1) ?? '';
  return !embeddingVerbs.has(last) && !joiners.has(last) && beginsQuestion(words.slice(index + 1, index + 6));
}

function beginsQuestion(words: readonly TimedWord[]): boolean {
  const { tokens } = tokensOfWords(words);
  const start = afterOpeners(tokens);
  const [head] = headsOf(tokens);
  if (head === undefined || head.at > start + 1 || head.kind === 'tag') return false;
  // "… isn't it" belongs to what was said before.
  if (head.kind === 'aux' && tokens[head.at + 1] === 'not') return false;
  return (
    head.kind === 'tell' || (tokens[head.at] === 'how' && tokens[head.at + 1] === 'many') || isInverted(tokens, head)
  );
}

const capitalQuestionWord = /^(?:What|Why|How|Where|When|Who|Whose|Which)(?:['’]\p{Ll}+)?$/u;

/** "… any people What else could we use": where a recogniser writes capitals, it began a sentence here. Titles go on with them. */
function beginsAfresh(words: readonly TimedWord[], index: number): boolean {
  return capitalQuestionWord.test(words[index]?.text ?? '') && /^\p{Ll}/u.test(words[index + 1]?.text ?? '');
}

/** "… and some things what they · float": the answer's first word is laid behind the gap, and a pause follows it. */
function isAnsweredGap(words: readonly TimedWord[], first: number, index: number): boolean {
  const [answer, next] = [words[index + 1], words[index + 2]];
  if (!answer || !next || next.start - answer.end < pauseWithoutMarks || isEnd(answer.text)) return false;
  if (rawTokensOf(words[index]?.text ?? '').join(' ') !== 'what') return false;
  if (!subjects.has(rawTokensOf(answer.text).join(' '))) return false;
  return isGap(tokensOfWords(words.slice(first, index + 1)).tokens.filter((token) => token !== pauseToken));
}

function isGapWord(words: readonly TimedWord[], index: number): boolean {
  const [word, next] = [words[index], words[index + 1]];
  if (!word || rawTokensOf(word.text).join(' ') !== 'what') return false;
  return endMark.test(word.text) || next === undefined || next.start - word.end >= pauseWithoutMarks;
}

/** "… it is heavy why was it heavy": cut where a question begins that is plain to hear. */
function atNewQuestions(words: readonly TimedWord[]): (readonly TimedWord[])[] {
  if (words.every(isSpanish)) return atOpeningMarks(words);
  const { tokens, wordOf } = tokensOfWords(words);
  const cuts: number[] = [];
  let last = 0;
  let asked = false;
  for (const head of headsOf(tokens)) {
    if (!isInverted(tokens, head)) continue;
    const cut = cutBefore(tokens, wordOf, head, last, asked);
    asked = true;
    if (cut === undefined) continue;
    cuts.push(cut);
    last = cut;
  }
  return [0, ...cuts].map((from, index) => words.slice(from, cuts[index] ?? words.length));
}

/** "Se cayó la torre, ¿por qué se cayó?": Spanish writes where a question begins. A tag stays with what it checks. */
function atOpeningMarks(words: readonly TimedWord[]): (readonly TimedWord[])[] {
  const pieces: (readonly TimedWord[])[] = [];
  let first = 0;
  for (let index = leastWordsBefore; index < words.length; index += 1) {
    if (!words[index]?.text.startsWith('¿') || index - first < leastWordsBefore) continue;
    if (isTagAlone(textOf(words.slice(index)))) continue;
    pieces.push(words.slice(first, index));
    first = index;
  }
  return [...pieces, words.slice(first)];
}

/** The word at which to cut for a head, or undefined where its question goes on with what is before it. */
function cutBefore(
  tokens: readonly string[],
  wordOf: readonly number[],
  { at, kind }: Head,
  last: number,
  asked: boolean,
): number | undefined {
  let from = at;
  while (from > 0 && (joiners.has(tokens[from - 1] ?? '') || tokens[from - 1] === pauseToken)) from -= 1;
  // A comma is written on the word before it, which stays there.
  if (tokens[from] === pauseToken) from += 1;
  const leading = tokens.slice(from, at);
  const before = tokens[from - 1] === pauseToken ? (tokens[from - 2] ?? '') : (tokens[from - 1] ?? '');
  // After "tell me", "do you know", "or" the question goes on; after "when you look at it" as well.
  if (leading.includes('or') || (leading.includes('and') && asked) || embeddingVerbs.has(before)) return undefined;
  const begun = tokens.slice(wordOf.indexOf(last), from);
  const first = begun.find((token) => !joiners.has(token) && token !== pauseToken);
  const least = leading.includes('so') ? 1 : leastWordsBefore;
  if (begun.filter(isWord).length < least || subordinators.has(first ?? '')) return undefined;
  // "… is much bigger isn't it so I …": a tag ends what was said.
  if (kind === 'aux' && !asked && tokens[at + 1] === 'not' && subjects.has(tokens[at + 2] ?? '')) return wordOf[at + 3];
  return wordOf[from];
}

const isWord = (token: string): boolean => token !== pauseToken && !openers.has(token);

const subordinators = new Set(['if', 'when', 'since', 'because', 'once', 'after', 'before', 'while', 'whenever']);

function tokensOfWords(words: readonly TimedWord[]): { tokens: string[]; wordOf: number[] } {
  const tokens: string[] = [];
  const wordOf: number[] = [];
  for (const [index, { text }] of words.entries()) {
    const own = rawTokensOf(text);
    // A comma at a word's end is dropped by a tokeniser that sees the word alone.
    if (/[,;–—][”"’']?$/u.test(text) && index < words.length - 1) own.push(pauseToken);
    for (const token of own) {
      tokens.push(token);
      wordOf.push(index);
    }
  }
  return { tokens, wordOf };
}
