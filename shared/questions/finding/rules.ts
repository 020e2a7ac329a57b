import type { CodedLanguage } from '../../lessons/question.ts';
import { afterOpeners, agrees, type Head, headsOf, isDoing, isInverted, opensQuestion } from '../grammar/heads.ts';
import { pauseToken } from '../grammar/tokens.ts';
import {
  anyones,
  articles,
  auxiliaries,
  determiners,
  formsOfBe,
  pronouns,
  verbBase,
  whWords,
} from '../grammar/vocabulary.ts';
import { isGap } from './gap.ts';
import { isAsked, isStated } from './marks.ts';
import { isMisheardAuxiliary } from './misheard.ts';
import { isPrompt, isWondering } from './prompts.ts';
import type { Sentence } from './sentences.ts';
import { isTagAlone } from './spanish/closings.ts';
import { beginsInEnglish, spanishRule } from './spanish/rule.ts';
import { isSpanish } from './spoken.ts';
import { isCleft, isLooseRelative, isRemark, isStatedOnly } from './statements.ts';

export interface Rule {
  readonly name: string;
  readonly holds: (sentence: Sentence) => boolean;
}

const phrases = (list: string): ReadonlySet<string> => new Set(list.split('|').map((phrase) => phrase.trim()));

const greetings = phrases(
  `good morning|good afternoon|good morning everybody|good morning everyone|good morning friends|hello|hello everybody|
  hello friends|hi|hi friends|hey|bye|bye bye|goodbye|thank you|thanks|excuse me`,
);
const fillers = phrases(
  `you know|you know what|guess what|i mean|okay|yeah|yes|no|oh|oh yeah|oh no|mmhm|mm|mm hm|uh huh|uhuh|hm|hmm|um|uh|ah|
  all right|alright|right|so|well|see|you see|really|oh really|wow`,
);

/** What is no question, whatever mark stands behind it. */
export const exclusions: readonly Rule[] = [
  { name: 'greeting', holds: (sentence) => greetings.has(plainText(sentence)) },
  { name: 'filler', holds: (sentence) => fillers.has(plainText(sentence)) },
  { name: 'filler at the end of a statement', holds: endsInFiller },
  { name: 'broken off', holds: isBrokenOff },
  { name: 'name called', holds: ({ isName }) => isName },
  { name: 'exclamation', holds: (sentence) => !hasMark(sentence) && isExclamation(core(sentence)) },
  { name: 'clause that is told of', holds: (sentence) => !hasMark(sentence) && isCleft(core(sentence)) },
  { name: 'relative clause', holds: (sentence) => !hasMark(sentence) && isLooseRelative(core(sentence)) },
  { name: 'remark', holds: (sentence) => !hasMark(sentence) && isRemark(core(sentence)) },
  { name: 'stated', holds: (sentence) => isStated(sentence.text) && isStatedOnly(core(sentence)) },
];

/** What makes a question. The first that holds is the reason. */
export const inclusions: readonly Rule[] = [
  { name: 'question mark', holds: hasMark },
  { name: 'question word before the verb', holds: (sentence) => startsWith(sentence, 'wh') },
  { name: 'verb before the subject', holds: (sentence) => startsWith(sentence, 'aux') },
  { name: 'question word as subject', holds: (sentence) => isWhSubject(core(sentence)) },
  { name: 'set phrase', holds: (sentence) => setPhrase.test(core(sentence).join(' ')) },
  { name: 'prompt', holds: (sentence) => isPrompt(core(sentence), plain(sentence), isSetOff(sentence)) },
  { name: 'wondering', holds: (sentence) => isWondering(plain(sentence)) },
  { name: 'short form', holds: (sentence) => shortForm.test(core(sentence).join(' ')) },
  { name: 'tag', holds: (sentence) => headsOf(sentence.tokens).some(({ kind }) => kind === 'tag') },
  { name: 'gap to fill in', holds: (sentence) => isGap(core(sentence)) },
  { name: 'verb before the subject, misheard', holds: ({ words, tokens }) => isMisheardAuxiliary(words, tokens) },
  { name: 'repair', holds: (sentence) => /^(?:what|pardon|pardon me)$/u.test(plainText(sentence)) },
];

const setPhrase =
  /^(?:(?:how|what) about|how come|what if|what else|how (?:many|much)|why(?: not| or why not)?$|why (?:do|did|is|are|was|were) not|(?:and )?then what$|what next$|what for$|what now$)/u;
/** What is said of a question where the rest is understood: "anything else", "any ideas", "want to see". */
const shortForm =
  /^(?:any(?:thing|body|one) else(?: (?:you|we|they|in|on|about|from|to|that|who|want|wants)\b.*)?|any (?:\w+ )?(?:ideas?|questions?|thoughts?|guesses|predictions?|comments?|suggestions?)(?: .*)?|want (?:to|some|more|another|a|an|me|it|this|that|the|my)\b.*|(?:who|where|how|when|which) else)$/u;

/**
 * The rule that makes a sentence a question, or undefined where none does or one forbids it. What was heard in Spanish has
 * rules of its own; what mixes the languages asks where it asks in one of them.
 */
export function ruleFor(sentence: Sentence): string | undefined {
  const { words, text, isName, accents, rough } = sentence;
  if (isName) return undefined;
  if (words.every(isSpanish)) return spanishRule(text, accents, rough);
  return englishRule(sentence) ?? (mixes(sentence) ? spanishRule(text, true) : undefined);
}

/** "Oh no, Mateo, ¿por qué crees que the tower fell?", written down as English. */
const mixes = ({ words, text }: Sentence): boolean => words.some(isSpanish) || /[¿áéíóúñ]/iu.test(text);

/** In which language a sentence begins of which all words were heard in Spanish. */
export function beganIn({ words, text }: Sentence): CodedLanguage | undefined {
  if (words.length === 0 || !words.every(isSpanish)) return undefined;
  return beginsInEnglish(text) ? 'en' : 'es';
}

function englishRule(sentence: Sentence): string | undefined {
  if (exclusions.some(({ holds }) => holds(sentence))) return undefined;
  return inclusions.find(({ holds }) => holds(sentence))?.name;
}

const loneTag =
  /^(?:right|okay|huh|yeah|eh|alright|(?:is|are|was|were|do|does|did|can|will|would|have|has) not (?:i|you|he|she|it|we|they)(?: think| all)?|do you (?:think|agree))$/u;

/** "Right?", "isn't it?" as a sentence of its own: checks what was said just before. */
export function isLoneTag(sentence: Sentence): boolean {
  if (sentence.words.every(isSpanish)) return hasMark(sentence) && isTagAlone(sentence.text);
  return hasMark(sentence) && loneTag.test(plainText(sentence));
}

/** "Which can tell you …", "which is like a …" right after a sentence: goes on with it. */
export function isRelative(sentence: Sentence): boolean {
  return sentence.pauseBefore < relativePause && relative.test(plainText(sentence));
}

/** A relative clause is said in one breath with what it belongs to, in seconds. */
const relativePause = 0.5;
const relative =
  /^which (?:can|could|will|would|means|makes|was why|is why|is (?:like|what|where|how|when|because|really|also))\b/u;

const brokenRelative = /(?:^| )which (?:is|was) /u;

function hasMark({ text }: Sentence): boolean {
  return isAsked(text);
}

function plain({ tokens }: Sentence): string[] {
  return tokens.filter((token) => token !== pauseToken);
}

function plainText(sentence: Sentence): string {
  return plain(sentence).join(' ');
}

/** "Mia, …": a comma is written behind the first word. */
function isSetOff({ tokens }: Sentence): boolean {
  return tokens[afterOpeners(tokens) + 1] === pauseToken;
}

/** The words from where the sentence proper begins, without pauses. */
function core({ tokens }: Sentence): string[] {
  return tokens.slice(afterOpeners(tokens)).filter((token) => token !== pauseToken);
}

/** "We sat down, you know?": the mark belongs to the filler alone. */
function endsInFiller(sentence: Sentence): boolean {
  const words = core(sentence);
  if (words.length < 4 || words.at(-2) !== 'you' || words.at(-1) !== 'know') return false;
  return !headsOf(sentence.tokens).some(({ kind }) => kind === 'wh' || kind === 'aux');
}

/** "Which is like an …?", "do you …?": nothing has been asked yet. "This one is called a …?" leaves a gap. */
function isBrokenOff({ text, tokens }: Sentence): boolean {
  const words = tokens.filter((token) => token !== pauseToken);
  if (articles.has(words.at(-1) ?? '') && brokenRelative.test(words.join(' '))) return true;
  if (!/(?:…|\.{3}|-{1,2}|–|—)["'”’]?\??$/u.test(text)) return false;
  const first = headsOf(tokens)[0];
  return first !== undefined && words.length <= 3;
}

/** "What a tower", "how nice". */
function isExclamation(words: readonly string[]): boolean {
  const [first, second] = words;
  if (first === 'what') return second === 'a' || second === 'an';
  return (
    first === 'how' &&
    words.length === 2 &&
    second !== 'come' &&
    second !== 'many' &&
    second !== 'much' &&
    second !== 'old'
  );
}

function startsWith({ tokens }: Sentence, kind: 'wh' | 'aux'): boolean {
  const start = afterOpeners(tokens);
  const asks = (head: Head) =>
    head.kind === 'aux' && head.at === start ? opensQuestion(tokens, head.at) : isInverted(tokens, head);
  const head = headsOf(tokens).find(asks);
  if (head?.kind !== kind) return false;
  if (kind === 'aux' && head.at === start + 1 && !mayFollowName(tokens, head.at)) return false;
  // A name may stand before it, or a clause such as "when you look at it".
  return head.at <= start + 1 || tokens[head.at - 1] === pauseToken || subordinate.test(tokens[start] ?? '');
}

/** "Maya did it float" asks; "Maya did it", "that is it" and "so do I" tell. */
function mayFollowName(tokens: readonly string[], at: number): boolean {
  const before = tokens[at - 1] ?? '';
  if (before === pauseToken) return true;
  if (pronouns.has(before) || determiners.has(before) || anyones.has(before)) return false;
  return !agrees(tokens, at) && !isDoing(tokens, at);
}

const subordinate = /^(?:if|when|since|once|after|before|while)$/u;

/** "What goes next", "who is here", "which one floats": the question word is the subject, or the subject is a name. */
function isWhSubject(words: readonly string[]): boolean {
  const [first = '', second = ''] = words;
  if (!whWords.has(first) || pronouns.has(second) || determiners.has(second) || anyones.has(second)) return false;
  if (formsOfBe.has(second) || auxiliaries.has(second)) return words.length > 2;
  if (first !== 'what' && first !== 'who' && first !== 'which' && first !== 'whose') return false;
  return words.slice(1, 4).some((word) => auxiliaries.has(word) || verbBase(word) !== undefined);
}
