import { rawTokensOf } from '../grammar/tokens.ts';
import type { TimedWord } from '../words.ts';
import type { Sentence } from './sentences.ts';

const sayings = new Set([
  'said',
  'says',
  'asked',
  'asks',
  'cried',
  'cries',
  'shouted',
  'called',
  'whispered',
  'answered',
  ...['dijo', 'dice', 'decía', 'preguntó', 'pregunta', 'gritó', 'contestó', 'respondió'],
]);
/** A sentence that tells who speaks begins so. */
const narrating = new Set(['the', 'he', 'she', 'they', 'and', 'el', 'la', 'y', 'entonces']);
/** Whoever says this quotes nobody else. */
const speakers = new Set(['i', 'we', 'you', 'yo']);
const opening = /^["“‘«(]*["“«]/u;
const closing = /["”»]/u;

/**
 * Whether a sentence is read aloud or quoted, as far as words and marks tell: in quotation marks, or beside "said the
 * bear", "he asked". What an educator reads without either cannot be told from talk.
 */
export function isQuoted(sentence: Sentence, before: readonly TimedWord[], after: readonly TimedWord[]): boolean {
  if (opening.test(sentence.words[0]?.text ?? '') && closing.test(sentence.words.at(-1)?.text ?? '')) return true;
  return endsInSaying(tokensOf(before)) || beginsWithSaying(tokensOf(after)) || beginsWithSpeaker(sentence.tokens);
}

function tokensOf(words: readonly TimedWord[]): string[] {
  return words.flatMap(({ text }) => rawTokensOf(text)).filter((token) => token !== ',');
}

/** "… and the bear said:", right before. */
function endsInSaying(words: readonly string[]): boolean {
  return sayings.has(words.at(-1) ?? '') && !speakers.has(words.at(-2) ?? '');
}

/** "… said the bear", "… he asked", right after. */
function beginsWithSaying(words: readonly string[]): boolean {
  const [first = '', second = ''] = words;
  if (sayings.has(first)) return !speakers.has(second);
  return sayings.has(second) && !speakers.has(first) && first !== 'who' && first !== 'what';
}

/** "The bear said, who has been …" as one sentence. */
function beginsWithSpeaker(tokens: readonly string[]): boolean {
  const at = tokens.findIndex((token, index) => index > 0 && index <= 6 && sayings.has(token));
  if (at < 0 || speakers.has(tokens[at - 1] ?? '')) return false;
  return narrating.has(tokens[0] ?? '');
}
