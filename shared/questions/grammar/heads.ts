import { pauseToken } from './tokens.ts';
import {
  anyones,
  auxiliaries,
  determiners,
  embeddingVerbs,
  joiners,
  openers,
  openingPairs,
  pronouns,
  subjects,
  tagWords,
  verbBase,
  whWords,
} from './vocabulary.ts';

export type HeadKind = 'wh' | 'aux' | 'tell' | 'tag';

/** Where a question begins inside its sentence, and what kind of beginning it is. */
export interface Head {
  readonly kind: HeadKind;
  /** index of the wh-word, the auxiliary, or the verb of telling */
  readonly at: number;
}

const tellers = new Set(['tell', 'explain', 'describe']);
const objects = new Set(['me', 'us', 'them', 'him', 'her']);
/** These are full verbs as well: "able to do it", "you have it" are no inversions. */
const fullVerbs = new Set(['do', 'have', 'has', 'had']);
const things = new Set(['it', 'this', 'that', 'these', 'those', 'them', 'the', 'a', 'an', 'some']);

/** Index of the first word that is more than an opener ("okay so", a name, "um"); 0 when there is nothing else. */
export function afterOpeners(tokens: readonly string[]): number {
  let index = 0;
  while (index < tokens.length) {
    const word = tokens[index] ?? '';
    if (openingPairs.has(`${word}_${tokens[index + 1] ?? ''}`)) index += 2;
    else if (word === pauseToken || (openers.has(word) && !isSubject(tokens, index) && !isLookAt(tokens, index)))
      index += 1;
    else break;
  }
  return index >= tokens.length ? 0 : index;
}

/** "Look at what is on the table": here looking is what is told, and calls for no attention. */
const isLookAt = (tokens: readonly string[], index: number): boolean =>
  (tokens[index] === 'look' && tokens[index + 1] === 'at') ||
  (tokens[index] === 'listen' && tokens[index + 1] === 'to');

/** "Everyone did their homework": who is called elsewhere ("everyone, did you …") is what the sentence is about. */
function isSubject(tokens: readonly string[], index: number): boolean {
  if (!anyones.has(tokens[index] ?? '') || !auxiliaries.has(tokens[index + 1] ?? '')) return false;
  return !subjects.has(subjectAfter(tokens, index + 1));
}

/** All places where a question begins, in order; embedded clauses ("do you know what …") are not among them. */
export function headsOf(tokens: readonly string[]): Head[] {
  const start = afterOpeners(tokens);
  const heads: Head[] = [];
  for (let index = start; index < tokens.length; index += 1) {
    const head = headAt(tokens, index, start);
    if (!head || (heads.length > 0 && isLooseWh(tokens, head))) continue;
    heads.push(head);
    // The auxiliary of a wh-question belongs to it: "what color is it" has one beginning.
    if (head.kind === 'wh') index = inversionAfter(tokens, index) ?? index;
  }
  return heads;
}

/** "…, who said what": behind a question that has begun, a question word without its verb begins no other. */
function isLooseWh(tokens: readonly string[], head: Head): boolean {
  return head.kind === 'wh' && !isInverted(tokens, head) && tokens[head.at] !== 'why' && tokens[head.at] !== 'how';
}

function headAt(tokens: readonly string[], index: number, start: number): Head | undefined {
  const word = tokens[index] ?? '';
  const before = tokens[index - 1] ?? '';
  const fresh = index === start || before === pauseToken || joiners.has(before);
  if (whWords.has(word))
    return index === start || isDirectWh(tokens, index, fresh) ? { kind: 'wh', at: index } : undefined;
  if (tellers.has(word))
    return fresh || asksToTell(tokens, index) || isCalled(tokens, index, start)
      ? { kind: 'tell', at: index }
      : undefined;
  if (!auxiliaries.has(word)) return undefined;
  if (index > 0 && isTag(tokens, index)) return { kind: 'tag', at: index };
  if (index === start) return startsQuestion(tokens, index) ? { kind: 'aux', at: index } : undefined;
  return invertsInside(tokens, index, fresh) ? { kind: 'aux', at: index } : undefined;
}

/** A wh-word inside the sentence asks when an inverted verb follows, or when it stands after a pause. */
function isDirectWh(tokens: readonly string[], index: number, fresh: boolean): boolean {
  const next = tokens[index + 1] ?? '';
  if (inversionAfter(tokens, index) !== undefined) return true;
  const phrase = next.startsWith('happen') || phrases.has(`${tokens[index]} ${next}`);
  if (tokens[index] === 'what' && phrase && !embeddingVerbs.has(tokens[index - 1] ?? '')) return true;
  // "…, which can tell you": goes on with the sentence.
  if (tokens[index] === 'which' && (auxiliaries.has(next) || verbBase(next) !== undefined)) return false;
  return fresh && !embeddingVerbs.has(tokens[index - 1] ?? '') && index < tokens.length - 1;
}

/** "… to tell me what": wherever it stands, the telling is what is asked for. */
function asksToTell(tokens: readonly string[], index: number): boolean {
  const next = tokens[index + 2] ?? '';
  return (
    (tokens[index + 1] === 'me' || tokens[index + 1] === 'us') &&
    (whWords.has(next) || next === 'about' || next === 'more')
  );
}

/** "Mia tell me …": one unknown word before the verb of telling is the name of whom it is said to. */
function isCalled(tokens: readonly string[], index: number, start: number): boolean {
  const name = tokens[start] ?? '';
  return index === start + 1 && !pronouns.has(name) && !auxiliaries.has(name) && !verbBase(name) && !anyones.has(name);
}

/** Whether an auxiliary at a sentence's very start asks; "have a seat" and "do it again" do not. */
export function opensQuestion(tokens: readonly string[], at: number): boolean {
  const subject = subjectAfter(tokens, at);
  if (fullVerbs.has(tokens[at] ?? '')) return subjects.has(subject) ? subject !== 'it' : anyones.has(subject);
  return takesSubject(subject);
}

const phrases = new Set(['what else', 'what about', 'what if', 'how about', 'how come', 'how many', 'how much']);

/** Whether a head is plain to hear without any punctuation: "what are you", "did she", "what happened". */
export function isInverted(tokens: readonly string[], { kind, at }: Head): boolean {
  if (kind === 'aux') {
    const subject = subjectAfter(tokens, at);
    return asksPlainly(tokens[at] ?? '', subject) || anyones.has(subject);
  }
  if (kind !== 'wh') return false;
  const next = tokens[at + 1] ?? '';
  return inversionAfter(tokens, at) !== undefined || next.startsWith('happen') || phrases.has(`${tokens[at]} ${next}`);
}

/** The index of the auxiliary that follows a wh-word within four words and has its subject behind it. */
function inversionAfter(tokens: readonly string[], index: number): number | undefined {
  for (let place = index + 1; place <= index + 4 && place < tokens.length; place += 1) {
    const word = tokens[place] ?? '';
    if (word === pauseToken || word === 'to' || whWords.has(word) || subjects.has(word)) return undefined;
    if (auxiliaries.has(word)) return takesSubject(subjectAfter(tokens, place)) ? place : undefined;
  }
  return undefined;
}

function subjectAfter(tokens: readonly string[], index: number): string {
  return (tokens[index + 1] === 'not' ? tokens[index + 2] : tokens[index + 1]) ?? '';
}

function takesSubject(word: string): boolean {
  return pronouns.has(word) || determiners.has(word) || anyones.has(word) || word === 'NAME';
}

/** "Are you", "can the bear", "does that": "the bears are the best" and "he did the dishes" look alike with other words. */
function asksPlainly(word: string, subject: string): boolean {
  return subjects.has(subject) || (plainly.has(word) && takesSubject(subject));
}

const plainly = new Set(['can', 'could', 'should', 'would', 'shall', 'does']);

/** At the very start an auxiliary before a pronoun, an article or any word that is no verb begins a yes/no question. */
function startsQuestion(tokens: readonly string[], index: number): boolean {
  const subject = subjectAfter(tokens, index);
  return takesSubject(subject) || (subject !== '' && verbBase(subject) === undefined);
}

/** Inside a sentence an auxiliary begins a new question only where it cannot be a part of the old one. */
function invertsInside(tokens: readonly string[], index: number, fresh: boolean): boolean {
  const word = tokens[index] ?? '';
  const before = tokens[index - 1] ?? '';
  const subject = subjectAfter(tokens, index);
  if (fullVerbs.has(word) && things.has(subject)) return false;
  if (agrees(tokens, index) || isDoing(tokens, index)) return false;
  if (fresh) return takesSubject(subject);
  const afterSubject =
    pronouns.has(before) &&
    !objects.has(before) &&
    before !== 'it' &&
    before !== 'there' &&
    before !== 'this' &&
    before !== 'that';
  return asksPlainly(word, subject) && !afterSubject && !auxiliaries.has(before) && before !== 'to' && before !== 'not';
}

/** "…, isn't it", "… don't you", "… do you think": auxiliary, perhaps not, a pronoun, and the end. */
function isTag(tokens: readonly string[], index: number): boolean {
  let place = index + 1;
  if (tokens[place] === 'not') place += 1;
  if (!subjects.has(tokens[place] ?? '')) return false;
  // "How you did it" has its subject in front already; "so do I" agrees.
  const before = tokens[index - 1] ?? '';
  if (whWords.has(before) || subjects.has(before) || agrees(tokens, index)) return false;
  if (place === index + 1 && before !== pauseToken && !followsClause(tokens, index)) return false;
  const rest = tokens.slice(place + 1).filter((token) => token !== pauseToken);
  return rest.every((token) => tagWords.has(token) || token === 'NAME' || token === 'think');
}

const agreeing = new Set(['so', 'neither', 'nor', 'as', 'than', 'here', 'there']);

/** "So do I", "neither did we": agrees with what was said; "so do you like it" asks. */
export function agrees(tokens: readonly string[], at: number): boolean {
  const after = tokens[at + 2] ?? pauseToken;
  return agreeing.has(tokens[at - 1] ?? '') && (after === pauseToken || after === 'too');
}

/** Full verbs as well: "Daddy did it" asks nothing, whatever stands before it. */
const doings = new Set(['do', 'does', 'did', 'have', 'has', 'had']);

/** "The dog did it", "he does it every day": no verb follows that "did" could help. */
export function isDoing(tokens: readonly string[], at: number): boolean {
  return doings.has(tokens[at] ?? '') && tokens[at + 1] === 'it' && afterDoing.has(tokens[at + 2] ?? '');
}

const afterDoing = new Set(
  ['', pauseToken].concat(
    'too again every all at in on by with for because and but so when to yesterday today here there already well himself herself myself'.split(
      ' ',
    ),
  ),
);

/** "You liked it did you": without "not" and without a pause only a whole clause can be checked; "that is it" is none. */
function followsClause(tokens: readonly string[], index: number): boolean {
  if (doings.has(tokens[index] ?? '') && things.has(tokens[index + 1] ?? '')) return false;
  const start = afterOpeners(tokens);
  const before = tokens.slice(start, index).filter((token) => !joiners.has(token));
  return before.length === 0 || before.some((token) => auxiliaries.has(token) || verbBase(token) !== undefined);
}
