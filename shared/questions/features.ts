import { type Parsed, parse } from './grammar/parse.ts';
import type { Sense } from './grammar/senseNames.ts';
import { sensesOf } from './grammar/senses.ts';
import { tagWords, whWords } from './grammar/vocabulary.ts';

/** Border kinds of docs/codebook.md, on which coders differ and nobody is sure of a code. */
const border: ReadonlySet<Sense> = new Set<Sense>(['something else', 'state', 'heading', 'definition', 'wish']);
/** One weight for all of a kind, or a few examples would make the model too sure. */
const pooled: ReadonlySet<Sense> = new Set<Sense>([...border, 'pleasantry']);

const borderFeatures: ReadonlySet<string> = new Set([...border].map((sense) => `sense:${sense}`));

/** Whether a question's features put it on the codebook's border. */
export function isBorder(features: readonly string[]): boolean {
  return features.some((feature) => borderFeatures.has(feature));
}

/**
 * What the model sees of a question: names of features, each at most once, in a fixed order. A name says what it
 * stands for ("begin:what are you", "sense:reason"), so that weights and evidence can be read by people.
 */
export function featuresOf(text: string): string[] {
  const found: string[] = [];
  const parsed = parse(text);
  const senses = sensesOf(parsed);
  addSenses(senses, parsed, found);
  addEnding(parsed, found);
  addEarlier(parsed, found);
  if (senses.some((sense) => pooled.has(sense))) return found;
  addFrame(parsed, found);
  // "Can you tell me why" is about the why: the words before it would only speak for yes or no.
  addNgrams(parsed.matrices.includes('tell') ? parsed.core : parsed.words, found);
  return found;
}

function addSenses(senses: readonly Sense[], { clause, matrices }: Parsed, found: string[]): void {
  for (const sense of senses) {
    found.push(`sense:${sense}`);
    if (!pooled.has(sense)) found.push(`sense:${sense}, ${clause.subject}`);
  }
  for (const matrix of matrices) found.push(`matrix:${matrix}`, `matrix:${matrix} ${senses[0] ?? 'none'}`);
}

function addFrame({ clause, main, words }: Parsed, found: string[]): void {
  const { auxClass, subject, verbs } = clause;
  const wh = clause.wh === '' ? (main?.kind ?? 'none') : clause.wh;
  const verb = verbs[0] ?? 'none';
  found.push(`asks:${wh}`);
  if (clause.object[0] !== undefined) found.push(`asks:${wh} ${clause.object[0]}`);
  found.push(`frame:${wh} ${auxClass}`, `frame:${wh} ${auxClass} ${subject}`);
  if (clause.aux !== '' && clause.aux !== auxClass) found.push(`frame:${wh} ${clause.aux} ${subject}`);
  found.push(`verb:${wh} ${verb}`, `verb:${wh} ${subject} ${verb}`);
  if (verbs.length > 1) found.push(`verbs:${wh} ${verbs.join(' ')}`);
  if (clause.ing !== '') found.push(`ing:${wh} ${auxClass}`);
  if (clause.future) found.push(`future:${wh}`);
  found.push(`length:${wh} ${lengthClass(words.length)}`);
}

function addEnding({ words, core, heads }: Parsed, found: string[]): void {
  const last = words.at(-1) ?? '';
  found.push(`end:${last}`);
  if (words.length > 1) found.push(`end:${words.at(-2)} ${last}`);
  if (tagWords.has(last)) found.push(words.length > 1 ? 'tag:word' : 'tag:alone');
  if (heads.some(({ kind }) => kind === 'tag')) found.push('tag:inverted');
  if (core.length > 1 && whWords.has(core.at(-1) ?? '')) found.push(`fill:${core.at(-1)}`);
  const or = core.lastIndexOf('or');
  if (or > 0 && or < core.length - 1) found.push('choice:or');
  if (or === 0) found.push('choice:begins');
}

/** An earlier question in the same sentence, as in "who can tell me, why is it wet". */
function addEarlier({ tokens, heads, main }: Parsed, found: string[]): void {
  const first = heads[0];
  if (!first || !main || first === main || first.kind === 'tag') return;
  const [word = '', next = ''] = tokens.slice(first.at, first.at + 2);
  found.push(`before:${word}`, `before:${word} ${next}`);
}

function addNgrams(words: readonly string[], found: string[]): void {
  const [first = '', second = '', third = '', fourth = ''] = words;
  if (words.length >= 2) found.push(`begin:${first} ${second}`);
  if (words.length >= 3) found.push(`begin:${first} ${second} ${third}`);
  if (words.length >= 4) found.push(`begin:${first} ${second} ${third} ${fourth}`);
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const next = words[index + 1];
    const firstHere = words.indexOf(word) === index;
    if (firstHere) found.push(`word:${word}`);
    if (next !== undefined && (firstHere || !hasPairBefore(words, index))) found.push(`pair:${word} ${next}`);
  }
}

function hasPairBefore(words: readonly string[], index: number): boolean {
  for (let place = words.indexOf(words[index] ?? ''); place < index; place += 1) {
    if (words[place] === words[index] && words[place + 1] === words[index + 1]) return true;
  }
  return false;
}

function lengthClass(count: number): string {
  if (count <= 3) return String(count);
  if (count <= 5) return '4-5';
  if (count <= 8) return '6-8';
  return count <= 12 ? '9-12' : '13+';
}
