import type Nlp from 'compromise';
import { z } from 'zod';
import { lazily } from '../lazily.ts';
import { recogniseSpanish } from './detectSpanish.ts';
import { classroomWords, everydayNames, particles, titles } from './everyday.ts';
import type { RecognisedText, Recogniser } from './recognised.ts';
import type { TokenSpan } from './roster.ts';
import { looksSpanish } from './spanish.ts';
import { things } from './things.ts';
import { type Token, tokensOf } from './tokens.ts';

// Loaded when names are first asked to be masked: nothing else pays for it.
const compromise = lazily(async () => (await import('compromise')).default);

/** A recogniser of people's names in English and Spanish talk. */
export async function loadRecogniser(): Promise<Recogniser> {
  const nlp = await compromise();
  return (text) => (looksSpanish(text) ? recogniseSpanish(text) : recognise(nlp, text));
}

// What compromise knows a word to be, that is no person's name.
const otherTags = [
  ...[
    'Place',
    'Date',
    'Month',
    'WeekDay',
    'Holiday',
    'Organization',
    'Demonym',
    'Acronym',
    'Abbreviation',
    'Honorific',
  ],
  ...['Pronoun', 'Verb', 'Adjective', 'Adverb', 'Determiner', 'Preposition', 'Conjunction', 'Expression', 'Value'],
  ...['QuestionWord', 'Plural', 'Uncountable', 'SportsTeam', 'Country', 'Possessive-pronoun'],
];

const modelSchema = z.object({ one: z.object({ lexicon: z.record(z.string(), z.unknown()) }) });

/** The words that the recogniser knows. */
const lexiconOf = (nlp: typeof Nlp) => (lexicon ??= modelSchema.parse(nlp.model()).one.lexicon);
let lexicon: Readonly<Record<string, unknown>> | undefined;

interface Reading {
  readonly token: Token;
  readonly tags: ReadonlySet<string>;
  /** Whether the recogniser knows the word; of another it guesses what it is from its ending. */
  readonly known: boolean;
  /** Begins its sentence, where every word has a capital letter. */
  readonly begins: boolean;
  /** What stands between it and the next word. */
  readonly gap: string;
  /** What stands between it and the word before. */
  readonly gapBefore: string;
}

function recognise(nlp: typeof Nlp, text: string): RecognisedText {
  const tokens = tokensOf(text);
  const readings = readingsOf(nlp, text, tokens);
  const named = readings.map((_, index) => isPerson(readings, index));
  const spans: TokenSpan[] = [];
  for (let first = 0; first < named.length; first += 1) {
    if (named[first] !== true) continue;
    let last = first;
    while (joins(readings, named, last)) last += named[last + 1] ? 1 : 2;
    spans.push({ first, last });
    first = last;
  }
  return {
    tokens,
    spans,
    isName: (index) => {
      const reading = readings[index];
      if (reading === undefined) return false;
      // In a transcript without capital letters, too, who is called is followed by a comma.
      return meantAsName(reading, readings[index - 1]) || (reading.begins && called(reading));
    },
  };
}

/** Whether a full name goes on after a word: with another name, or with a particle and a name. */
function joins(readings: readonly Reading[], named: readonly boolean[], at: number): boolean {
  const here = readings[at];
  if (here === undefined || !/^ +$/.test(here.gap) || here.token.possessive) return false;
  if (named[at + 1]) return true;
  const next = readings[at + 1];
  return next !== undefined && particles.has(next.token.folded) && /^ +$/.test(next.gap) && named[at + 2] === true;
}

function readingsOf(nlp: typeof Nlp, text: string, tokens: readonly Token[]): Reading[] {
  const tags = tokens.map(() => new Set<string>());
  const lexicon = lexiconOf(nlp);
  const begins = new Set<number>();
  let at = 0;
  let index = 0;
  for (const sentence of nlp(text).json() as { terms: { text: string; tags: string[] }[] }[]) {
    let fresh = true;
    for (const term of sentence.terms) {
      // The second half of a contraction has no letters of its own.
      if (term.text === '') continue;
      const found = text.indexOf(term.text, at);
      if (found < 0) continue;
      at = found + term.text.length;
      while (tokens[index] !== undefined && (tokens[index]?.end ?? 0) <= found) index += 1;
      if (fresh) begins.add(index);
      fresh = false;
      // Of a word with a hyphen, its first part tells.
      const known = tags[index];
      if (known?.size === 0) for (const tag of term.tags) known.add(tag);
    }
  }
  return tokens.map((token, place) => {
    const before = tokens[place - 1];
    return {
      token,
      tags: tags[place] ?? new Set<string>(),
      known: Object.hasOwn(lexicon, token.folded),
      begins: begins.has(place) || place === 0,
      gap: text.slice(token.end, tokens[place + 1]?.start ?? text.length),
      gapBefore: text.slice(before?.end ?? 0, token.start),
    };
  });
}

/** Whether a word, where it stands, is a person's name. */
function isPerson(readings: readonly Reading[], index: number): boolean {
  const reading = readings[index];
  if (reading === undefined) return false;
  const { token, tags, begins } = reading;
  const [before, after] = [readings[index - 1], readings[index + 1]];
  const word = token.folded;
  if (classroomWords.has(word) || titles.has(word) || word.length < 2) return false;
  if (everydayNames.has(word)) {
    // "Rose said", but "Clay has to dry".
    const does = !things.has(word) && acts(after, readings[index + 2]);
    return meantAsName(reading, before) || (token.capital && begins && does);
  }
  if (tags.has('Person') && !tags.has('Honorific')) return true;
  if (!token.capital) return false;
  if (before !== undefined && titles.has(before.token.folded) && /^\.? +$/.test(before.gap)) return true;
  if (things.has(word)) return false;
  if (begins && !reading.known && !thingLike.test(word) && (acts(after, readings[index + 2]) || is(after))) return true;
  if (otherTags.some((tag) => tags.has(tag))) return false;
  // Beside a word of the classroom a capital letter is a title's: "Circle Time".
  if ([before, after].some((one) => one !== undefined && titled(one, reading))) return false;
  // A noun that is known to the recogniser, and has a capital letter within a sentence, stands in somebody's title.
  if (!begins) return tags.has('ProperNoun') && !tags.has('Singular');
  return tags.has('Noun') && (called(reading) || token.possessive || acts(after, readings[index + 2]));
}

/** Whether what follows the first word of a sentence is what people do, or another name: "Ana thinks", "Ana and Ben". */
function acts(after: Reading | undefined, next: Reading | undefined): boolean {
  if (after === undefined || !/^ +$/.test(after.gapBefore)) return false;
  if (after.token.folded === 'and' || after.token.folded === 'or') {
    return next?.token.capital === true && !classroomWords.has(next.token.folded);
  }
  return personVerbs.has(after.token.folded);
}

/** Whether what follows is what is said of anybody or anything: "Priyanka is", "Thandiwe can". */
function is(after: Reading | undefined): boolean {
  return after !== undefined && /^ +$/.test(after.gapBefore) && auxiliaries.has(after.token.folded);
}

const auxiliaries = new Set(
  `is isn't was wasn't can can't cannot could couldn't will won't would wouldn't should shouldn't may might must does
doesn't did didn't has hasn't had hadn't`.split(/\s+/u),
);

// What words of things and deeds end in, and hardly any name.
const thingLike = /(?:.{3}ing|tion|ness|ment|ship|ology|ism)$/u;

const personVerbs = new Set(
  `says said thinks thought likes liked loves loved wants wanted wonders wondered knows knew tells told asks asked notices
noticed sees saw hears heard feels felt believes remembers remembered forgot forgets has had made makes built builds
drew draws brought brings found finds hid helped helps laughed laughs cried cries smiled sang sings ate eats drank played
plays ran runs walks walked needs needed tried tries gave gives took takes put went goes came picked picks pushed pulled dropped`.split(
    /\s+/u,
  ),
);

/** Whether two words stand side by side and one of them is the classroom's, with a capital letter of its own. */
function titled(one: Reading, beside: Reading): boolean {
  const near = one.token.start < beside.token.start ? one.gap : beside.gap;
  return one.token.capital && !one.begins && classroomWords.has(one.token.folded) && /^ +$/.test(near);
}

/** Whether somebody is spoken to: what follows the word is a comma, or it stands alone. */
const called = ({ gap }: Reading): boolean => /^\s*[,!?]/u.test(gap);

// "in May", "last summer", "a rose", "the mark": a word like these before it, and an everyday word is no name.
const beforeThings = new Set(
  `a an the this that these those my your his her its our their some any every each no one two in of last next until
since during early late first color colour`.split(/\s+/u),
);

/** Whether an everyday word ("Will", "Rose") is meant as a name where it stands. */
function meantAsName(reading: Reading, before: Reading | undefined): boolean {
  const { token, begins, gapBefore, tags } = reading;
  if (!token.capital) return false;
  if (before !== undefined && titles.has(before.token.folded)) return true;
  if (classroomWords.has(token.folded) || tags.has('Place') || tags.has('Demonym')) return false;
  if (begins) return called(reading) || token.possessive;
  if (/[,]\s*$/u.test(gapBefore)) return true;
  return before === undefined || !beforeThings.has(before.token.folded);
}
