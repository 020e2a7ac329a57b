import { plainWords } from '../plainWords.ts';
import { clausesOf } from './clauses.ts';
import { familyOfSense, sensesOf } from './senses.ts';

/** Border kinds of docs/codebook.md, on which coders differ and nobody is sure of a code. */
const border: ReadonlySet<string> = new Set(
  [
    'what else',
    'what else alone',
    'what is said',
    'what noticed',
    'what wanted',
    'what means',
    'went',
    'greeting',
    'know why',
    'wonder',
    'show how',
    'tell instead',
  ].map((sense) => `sense:${sense}`),
);

/** Whether a question's features put it on the codebook's border. */
export function isBorder(features: readonly string[]): boolean {
  return features.some((feature) => border.has(feature));
}

/**
 * What the Spanish model sees of a question: names of features, each at most once, in a fixed order. Words are
 * looked at without capitals and accents; of accents it matters whether a question word has its own, of marks `¿`, which opens
 * the question in an utterance, the comma before a guess at the answer, and `…` where it breaks off. None of them is needed.
 */
export function featuresOf(written: string): string[] {
  const text = written.replace(goingTo, '$1 a $2').replace(whyTogether, '$1por qué');
  const { words, core, lead, tag, open } = clausesOf(text);
  const found = new Set<string>();
  const said = core.join(' ');
  // "What is it, is it a duck?" answers itself: what is left to say is yes or no.
  const fits = guessBehind(text) ? ['answers itself'] : sensesOf(said, lead.join(' '));
  // What breaks off, and asks nothing by its words, is to be filled in.
  const senses = open && fits[0] === 'no question word' ? ['breaks off'] : fits;
  for (const sense of senses) found.add(`sense:${sense}`);
  const family = familyOfSense(senses[0] ?? '');
  if (family !== undefined) found.add(`kind:${family}`);
  if (tag !== '') found.add(`tag:${tag}`).add(`matrix:tagged ${senses[0]}`);
  if (open) found.add('sense:breaks off');
  if (accented.test(text)) found.add('asks:accented').add(`asks:accented ${senses[0]}`);
  if (core.length <= 3) found.add(`length:${core.length}`).add(`matrix:${core.length} words ${senses[0]}`);
  else found.add(`length:${core.length <= 6 ? '4-6' : '7+'}`);
  if (lead.length > 0) found.add(`before:${lead.at(-1)}`);
  const last = words.at(-1) ?? '';
  found.add(`end:${core.at(-1) ?? ''}`).add(`end:said ${last}`);
  if (senses[0] !== 'answers itself') addWords(core, found);
  return [...found];
}

/** "va pasar", as people say it and recognisers write it, for "va a pasar". */
const goingTo = /\b(voy|vas|va|vamos|van) (?!a\b)(\p{L}+[aei]r)(?=\P{L}|$)/giu;
/** What begins with "porque" and was found to be a question asks "por qué". */
const whyTogether = /^([\s¿]*(?:(?:y|pero|entonces|a ver) )?)porque\b/iu;
const accented = /\b(?:qué|cómo|cuál|quién|cuándo|dónde|adónde|cuánt)/iu;
const head = /^(?:que|cual|cuales|quien|quienes|como|cuando|cuant[oa]s?|donde|adonde|what|why|how)$/u;
const called =
  /^(?:mi|hijo|hija|cariño|nena|nene|eh|a|pues|porfa|por|tu|ustedes|usted|chicos|niños|corazon|toda|todo|todos|todas|asi|aqui|ahi|alli|hoy|ahora|aparte|verdad|en|hasta|con|sobre|desde|al|del|sin|cuando|mientras|como|sino|ni)$/u;

/** Whether a question with a question word goes on, behind a comma, with a guess at its answer. */
function guessBehind(text: string): boolean {
  const asked = text.slice(text.lastIndexOf('¿') + 1).split('?')[0] ?? '';
  const parts = asked.split(',').map(plainWords);
  const [last, before] = [parts.at(-1) ?? [], parts.slice(0, -1).flat()];
  return (
    parts.length > 1 &&
    last.length > 1 &&
    before.some((word) => head.test(word)) &&
    !head.test(last[0] ?? '') &&
    (last[0] === 'es' || !head.test(last[1] ?? '')) &&
    !called.test(last[0] ?? '')
  );
}

function addWords(core: readonly string[], found: Set<string>): void {
  const [first = '', second = '', third = ''] = core;
  found.add(`begin:${first}`);
  if (core.length > 1) found.add(`begin:${first} ${second}`);
  if (core.length > 2) found.add(`begin:${first} ${second} ${third}`);
  for (const [index, word] of core.entries()) {
    found.add(`word:${word}`);
    if (word.length > 5) found.add(`stem:${word.slice(0, 5)}`);
    if (word.length > 4) found.add(`ends:${word.slice(-3)}`);
    const next = core[index + 1];
    if (next !== undefined) found.add(`pair:${word} ${next}`);
  }
}
