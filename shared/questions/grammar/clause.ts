import { anyones, auxiliaries, determiners, formsOfBe, modals, pronouns, verbBase, whWords } from './vocabulary.ts';

export type AuxClass = 'none' | 'be' | 'do' | 'have' | 'will' | 'can';

/** One clause, inverted or not: "what is she doing", "what she is doing". */
export interface Clause {
  /** the wh-word, if it has one; "how come" is `why` and "what if" is `if` */
  readonly wh: string;
  /** the words right after the wh-word that belong to it: "color", "else", "many toys" */
  readonly object: readonly string[];
  /** the auxiliary as it stands, or empty */
  readonly aux: string;
  readonly auxClass: AuxClass;
  /** class of the subject's first word: you, we, i, there, they, it, anyone, the, other, nobody */
  readonly subject: string;
  /** base forms of up to three verbs in order, without helpers */
  readonly verbs: readonly string[];
  /** base of an -ing form of any verb but "going to", or empty */
  readonly ing: string;
  /** "going to", "will", "would" */
  readonly future: boolean;
}

const expletives = new Set(['heck', 'world', 'hell', 'earth']);
const objectLimit = 5;

export function clauseOf(core: readonly string[]): Clause {
  const { wh, objectAt, restAt } = openingOf(core);
  const rest = core.slice(restAt);
  const auxAt = rest.findIndex((word, index) => index < 4 && auxiliaries.has(word));
  const aux = rest[auxAt] ?? '';
  const inverted = rest[1] === 'not' ? rest[2] : rest[1];
  const ing = rest.find((word, index) => isActing(word, rest[index - 2] ?? ''));
  return {
    wh,
    object: core.slice(objectAt, restAt),
    aux,
    auxClass: auxClassOf(aux),
    subject: subjectClassOf((auxAt === 0 ? inverted : rest[0]) ?? ''),
    verbs: verbsOf(rest),
    ing: ing === undefined ? '' : (verbBase(ing) ?? ''),
    future: rest.some((word, index) => word === 'will' || word === 'would' || isGoingTo(rest, index)),
  };
}

/** The wh-word, where its own words begin, and where the rest of the clause begins. */
function openingOf(core: readonly string[]): { wh: string; objectAt: number; restAt: number } {
  const first = core[0] ?? '';
  if (!whWords.has(first)) return { wh: '', objectAt: 0, restAt: 0 };
  let wh = first;
  let at = 1;
  if (first === 'how' && core[1] === 'come') [wh, at] = ['why', 2];
  if (first === 'what' && core[1] === 'if') [wh, at] = ['if', 2];
  if (first === 'what' && core[1] === 'the' && expletives.has(core[2] ?? '')) at = 3;
  const limit = Math.min(core.length, at + objectLimit);
  let end = at;
  // "How close", "how clean": here what looks like a verb is not one.
  if (wh === 'how' && verbBase(core[at] ?? '') === core[at] && !auxiliaries.has(core[at] ?? '')) end += 1;
  while (end < limit && !startsClause(core[end] ?? '')) end += 1;
  if (end === limit) end = Math.min(at + 1, core.length);
  return { wh, objectAt: at, restAt: end };
}

const nounsThoughVerbs = new Set(['kind', 'sound', 'color', 'like']);

/** Where the words of "what", "which" or "how" end: at an auxiliary, a subject or a verb. */
function startsClause(word: string): boolean {
  if (nounsThoughVerbs.has(word)) return false;
  if (auxiliaries.has(word) || pronouns.has(word) || determiners.has(word) || anyones.has(word)) return true;
  return verbBase(word) !== undefined;
}

function verbsOf(words: readonly string[]): string[] {
  const verbs: string[] = [];
  for (let index = 0; index < words.length && index <= 10 && verbs.length < 3; index += 1) {
    const word = words[index] ?? '';
    const before = words[index - 1] ?? '';
    if (modals.has(word) || formsOfBe.has(word) || isGoingTo(words, index)) continue;
    // At the clause's start it is an auxiliary; after "the" or "my" it is a noun.
    if (index === 0 && auxiliaries.has(word)) continue;
    if (determiners.has(before) && !pronouns.has(before)) continue;
    const base = verbBase(word);
    if (base !== undefined && base !== 'like') verbs.push(base);
  }
  return verbs;
}

function isGoingTo(words: readonly string[], index: number): boolean {
  return words[index] === 'going' && words[index + 1] === 'to';
}

/** "are you making", but not "the noise that you are making", and not "going to". */
function isActing(word: string, twoBefore: string): boolean {
  if (word.length <= 4 || !word.endsWith('ing') || word === 'going') return false;
  return !pronouns.has(twoBefore) || twoBefore === 'that';
}

function auxClassOf(word: string): AuxClass {
  if (word === '') return 'none';
  if (formsOfBe.has(word)) return 'be';
  if (word === 'do' || word === 'does' || word === 'did') return 'do';
  if (word === 'have' || word === 'has' || word === 'had') return 'have';
  return word === 'will' || word === 'would' ? 'will' : 'can';
}

function subjectClassOf(word: string): string {
  if (word === '') return 'nobody';
  if (word === 'you' || word === 'we' || word === 'i' || word === 'there') return word;
  if (word === 'he' || word === 'she' || word === 'they' || word === 'NAME') return 'they';
  if (word === 'it' || word === 'this' || word === 'that' || word === 'these' || word === 'those') return 'it';
  if (anyones.has(word)) return 'anyone';
  return determiners.has(word) ? 'the' : 'other';
}
