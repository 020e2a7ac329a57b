import { type Parsed, parse } from './grammar/parse.ts';
import type { Sense } from './grammar/senseNames.ts';
import { sensesOf } from './grammar/senses.ts';
import { tagWords, whWords } from './grammar/vocabulary.ts';

/**
 * What the model sees of a question: names of features, each at most once, in a fixed order. A name says what it
 * stands for ("begin:what are you", "sense:reason"), so that weights and evidence can be read by people.
 */
export function featuresOf(text: string): string[] {
  const found = new Set<string>();
  const parsed = parse(text);
  const senses = sensesOf(parsed);
  addSenses(senses, parsed, found);
  addEnding(parsed, found);
  addEarlier(parsed, found);
  if (senses.some((sense) => pooled.has(sense))) return [...found];
  addFrame(parsed, found);
  // "Can you tell me why" is about the why: the words before it would only speak for yes or no.
  addNgrams(parsed.matrices.includes('tell') ? parsed.core : parsed.words, found);
  return [...found];
}

/** Border kinds, on which coders differ: one weight for all of each kind, or a few examples would make the model too sure. */
const pooled: ReadonlySet<Sense> = new Set<Sense>(['something else', 'state']);

function addSenses(senses: readonly Sense[], parsed: Parsed, found: Set<string>): void {
  for (const name of senses) {
    found.add(`sense:${name}`);
    if (!pooled.has(name)) found.add(`sense:${name}, ${parsed.clause.subject}`);
  }
  for (const matrix of parsed.matrices) {
    found.add(`matrix:${matrix}`);
    found.add(`matrix:${matrix} ${senses[0] ?? 'none'}`);
  }
}

function addFrame({ clause, main, words }: Parsed, found: Set<string>): void {
  const wh = clause.wh === '' ? (main?.kind ?? 'none') : clause.wh;
  const verb = clause.verbs[0] ?? 'none';
  found.add(`asks:${wh}`);
  if (clause.object[0] !== undefined) found.add(`asks:${wh} ${clause.object[0]}`);
  found.add(`frame:${wh} ${clause.auxClass}`);
  found.add(`frame:${wh} ${clause.auxClass} ${clause.subject}`);
  if (clause.aux !== '') found.add(`frame:${wh} ${clause.aux} ${clause.subject}`);
  found.add(`verb:${wh} ${verb}`);
  found.add(`verb:${wh} ${clause.subject} ${verb}`);
  if (clause.verbs.length > 1) found.add(`verbs:${wh} ${clause.verbs.join(' ')}`);
  if (clause.ing !== '') found.add(`ing:${wh} ${clause.auxClass}`);
  if (clause.future) found.add(`future:${wh}`);
  found.add(`length:${wh} ${lengthClass(words.length)}`);
}

function addEnding({ words, core, heads }: Parsed, found: Set<string>): void {
  const last = words.at(-1) ?? '';
  found.add(`end:${last}`);
  if (words.length > 1) found.add(`end:${words.at(-2)} ${last}`);
  if (tagWords.has(last)) found.add(words.length > 1 ? 'tag:word' : 'tag:alone');
  if (heads.some(({ kind }) => kind === 'tag')) found.add('tag:inverted');
  if (whWords.has(core.at(-1) ?? '') && core.length > 1) found.add(`fill:${core.at(-1)}`);
  const or = core.lastIndexOf('or');
  if (or > 0 && or < core.length - 1) found.add('choice:or');
  if (or === 0) found.add('choice:begins');
}

/** An earlier question in the same sentence, "who can tell me …" before the question proper. */
function addEarlier({ tokens, heads, main }: Parsed, found: Set<string>): void {
  const first = heads[0];
  if (!first || !main || first === main || first.kind === 'tag') return;
  found.add(`before:${tokens[first.at]}`);
  found.add(`before:${tokens.slice(first.at, first.at + 2).join(' ')}`);
}

function addNgrams(words: readonly string[], found: Set<string>): void {
  for (let length = 2; length <= 4; length += 1) {
    if (words.length >= length) found.add(`begin:${words.slice(0, length).join(' ')}`);
  }
  for (const [index, word] of words.entries()) {
    found.add(`word:${word}`);
    const next = words[index + 1];
    if (next !== undefined) found.add(`pair:${word} ${next}`);
  }
}

function lengthClass(count: number): string {
  if (count <= 3) return String(count);
  if (count <= 5) return '4-5';
  if (count <= 8) return '6-8';
  return count <= 12 ? '9-12' : '13+';
}
