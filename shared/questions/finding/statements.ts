import { attributes } from '../grammar/lexicon.ts';
import { auxiliaries, determiners, formsOfBe, pronouns, verbBase } from '../grammar/vocabulary.ts';

// Sentences without a question mark that look like questions and are none. All take words from where the sentence
// proper begins, without pauses.

/** "What happens is the ice melts", "what's important is the letter": the question word begins what is told. */
export function isCleft(words: readonly string[]): boolean {
  const [first = '', second = ''] = words;
  if (!tellers.has(first) || attributes.has(second)) return false;
  if (auxiliaries.has(second) && (first !== 'what' || !formsOfBe.has(second))) return false;
  const copula = words.findIndex((word, index) => index > 1 && (word === 'is' || word === 'was' || word === 'are'));
  if (copula < 2 || copula === words.length - 1) return false;
  const clause = words.slice(1, copula);
  const before = clause.at(-1) ?? '';
  if (clause.some((word) => subordinators.has(word))) return false;
  // "What makes you think it is wet": here the verb has a subject of its own.
  if (pronouns.has(before) && before !== 'that' && !prepositions.has(clause.at(-2) ?? '')) return false;
  const asksAlready =
    auxiliaries.has(second) && (clause.length === 1 || pronouns.has(words[2] ?? '') || determiners.has(words[2] ?? ''));
  return !asksAlready && clause.some((word, index) => isFiniteVerb(word, clause[index - 1] ?? ''));
}

const tellers = new Set(['what', 'how', 'where', 'why']);
const subordinators = new Set(['if', 'when', 'after', 'before', 'while', 'because', 'think', 'or']);
const prepositions = new Set(['about', 'of', 'in', 'on', 'with', 'for', 'at', 'to']);

function isFiniteVerb(word: string, before: string): boolean {
  if (auxiliaries.has(word)) return true;
  const base = verbBase(word);
  return base !== undefined && (base !== word || pronouns.has(before));
}

const relative =
  /^which (?:means|makes (?:it|us|me|you|him|her|them|sense)|(?:is|was) (?:why|how|what|where|when|because|a|an|really|very|so|quite|pretty|also|like|good|great|nice|fine|okay)\b)/u;

/** "Which is why we wash our hands": goes on with what was said before, perhaps by somebody else. */
export function isLooseRelative(words: readonly string[]): boolean {
  return relative.test(words.join(' '));
}

const phrases = new Set(['who knows', 'how about that', 'what do you know', 'there you go', 'how dare you']);
const condition =
  /^(?:should (?:you|we|anyone|anybody|it) (?:need|want|wish|require|happen|ever)|may i (?:say|add|suggest|remind))\b/u;

/** "Should you need help …", "had we known we would …", "may I say …", "who knows". */
export function isRemark(words: readonly string[]): boolean {
  const said = words.join(' ');
  if (phrases.has(said) || condition.test(said)) return true;
  const [first, second = ''] = words;
  return (first === 'had' || first === 'were') && pronouns.has(second) && /\b(?:would|could|might)\b/u.test(said);
}

const praise = new Set(
  'sweet lovely cute nice wonderful great amazing funny beautiful adorable silly clever kind cool smart awesome'.split(
    ' ',
  ),
);

/**
 * What a written full stop makes a statement of: "is a good boy.", "aren't you sweet.", "will it.", "does it ever.",
 * "can you say."
 * Without a mark these are questions as often as not.
 */
export function isStatedOnly(words: readonly string[]): boolean {
  const [first = '', second = '', third = ''] = words;
  if (!auxiliaries.has(first)) return false;
  if (words.length === 2 || (words.length === 3 && third === 'ever')) return pronouns.has(second);
  if (words.length === 3 && pronouns.has(second) && wanting.has(third)) return true;
  if (second === 'not' && pronouns.has(third)) return words.length <= 5 && praise.has(words.at(-1) ?? '');
  const subjectless = formsOfBe.has(first) && (second === 'a' || second === 'an') && words.length <= 6;
  return subjectless && !words.slice(2).some((word) => spoilers.has(word));
}

/** What is said, given, found, must follow: without it nothing has been asked yet. */
const wanting = new Set('say tell give put get take bring find make use mean'.split(' '));

/** With these, a second part follows that says something of the first: "is a whale bigger than a bus". */
const spoilers = new Set(
  'a an the than in on at under here there my your his her its our their alive big small real'.split(' '),
);
