import { comparing, mental, repairs, vague } from './lexicon.ts';
import type { Parsed } from './parse.ts';
import type { Sense } from './senseNames.ts';
import { articles, auxiliaries, pronouns, tagWords, verbBase, whWords } from './vocabulary.ts';

/** What the outer form of a question says, whatever it is about: a choice named, a gap to fill, a tag, a repair, a request. */
export function formsOf(parsed: Parsed): Sense[] {
  const forms: Sense[] = [];
  if (isRepair(parsed)) forms.push('repair');
  else if (isGap(parsed)) forms.push('gap');
  if (isChoice(parsed.core)) forms.push('choice');
  if (isTagged(parsed)) forms.push('tagged');
  if (isRequest(parsed)) forms.push('request');
  return forms;
}

/** "What?", "pardon?", "what little boy?": what was said is asked for again. */
function isRepair({ words, core, clause }: Parsed): boolean {
  if (words.length <= 2 && words.every((word) => repairs.has(word))) return true;
  if (core.join(' ') === 'what did you say') return true;
  const bare = clause.wh === 'what' && clause.aux === '' && clause.verbs.length === 0;
  return bare && core.length >= 2 && core.length <= 4 && core[1] !== 'else' && core[1] !== 'about' && core[1] !== 'if';
}

/** "Some things sink and some things what?", "this letter is called a?" */
function isGap({ main, core }: Parsed): boolean {
  const last = core.at(-1) ?? '';
  if (core.length < 2 || main?.kind === 'wh') return articles.has(last) && core.length > 2;
  const wanted = whWords.has(last) || articles.has(last);
  return wanted || (whWords.has(core.at(-2) ?? '') && (last === 'many' || last === 'much'));
}

/** "… the front or the back": not "or not", "or what", "or something"; with a wh-word only a short one at the end. */
function isChoice(core: readonly string[]): boolean {
  const or = core.lastIndexOf('or');
  const next = core[or + 1] ?? '';
  if (or < 0 || next === '' || vague.has(next)) return false;
  const short = core.length - or <= 4 && verbBase(next) === undefined && !comparing.has(next);
  return !whWords.has(core[0] ?? '') || short;
}

/** "…, isn't it?", "…, right?" after a statement. */
function isTagged({ heads, words, main }: Parsed): boolean {
  if (main && main.kind !== 'aux') return false;
  return heads.some(({ kind }) => kind === 'tag') || (words.length > 1 && tagWords.has(words.at(-1) ?? ''));
}

/** "Can you put it here", "could I have …", "would you like …": something to be done, not to be said. */
function isRequest({ main, words, clause, matrices }: Parsed): boolean {
  if (main?.kind !== 'aux' || matrices.length > 0) return false;
  const asks = words[0] === 'can' || words[0] === 'could' || words[0] === 'will' || words[0] === 'would';
  const person = words[1] ?? '';
  if (!asks || !pronouns.has(person) || auxiliaries.has(words[2] ?? '')) return false;
  return (person === 'you' || person === 'we' || person === 'i') && !mental.has(clause.verbs[0] ?? 'see');
}
