import { z } from 'zod';
import { lazily } from '../lazily.ts';
import type { CodedLanguage } from '../lessons/question.ts';
import english from './model.json' with { type: 'json' };
import { plainWords } from './plainWords.ts';
import spanish from './spanish/model.json' with { type: 'json' };

/** Why a text gets no code: it is in no language that we code, or it is no sentence at all. */
export const uncodedReasonSchema = z.enum(['unsupported-language', 'not-a-sentence']);
export type UncodedReason = z.infer<typeof uncodedReasonSchema>;

export type ToldLanguage = { readonly language: CodedLanguage } | { readonly reason: UncodedReason };

/** Share of a text's words that a language must know for the text to be taken for it without asking the letters. */
const wellKnown = 0.75;
/** Below this share the letters alone decide, and where they do not either, it is no sentence. */
const hardlyKnown = 0.34;
/** How much likelier another language must be by its letters, of 1. Measured: see docs/decisions.md. */
const clearlyOther = 0.08;
/** The same for one or two words, whose letters say little. */
const clearlyOtherOfShort = 0.2;
/** Letters that neither English nor Spanish writes. */
const foreignLetters = /[àâãåæçèêëìîïðòôõøùûýþßœäöőűąćęłńśźżčďěňřšťůžğışățđ]/iu;

const wordsOf = (model: { features: object }): ReadonlySet<string> =>
  new Set(Object.keys(model.features).flatMap((name) => (name.startsWith('word:') ? name.slice(5) : [])));
// Whole utterances of a classroom of which the coders' words know nothing.
const utterances = { en: ['ok', 'okay', 'pardon', 'huh', 'uh-huh'], es: ['vale', 'ah', 'eh', 'oye', 'mande'] };
const known = {
  en: new Set([...wordsOf(english), ...utterances.en]),
  es: new Set([...wordsOf(spanish), ...utterances.es]),
};
/** Markup and addresses, which nobody says. */
const unsaid = /<\/?[a-z][^<>]*>|&#?\w+;|\bhttps?:\/\/\S+/giu;

/** Set by those who lay out pages, wherever it begins: Latin with its letters changed, which looks like Spanish. */
const fillerText = /\b(?:lorem ipsum|dolor sit amet|consectetur adipiscing|sed do eiusmod|ut labore et dolore)\b/u;
/** One word says little by its letters; these ask in other languages, and are no word of English or Spanish. */
const askedElsewhere = new Set(
  `pourquoi quoi quand combien vraiment warum wieso weshalb wann wer welche welches perche dove quando onde quem waarom
  hvorfor varfor dlaczego bakit saan poukisa kisa neden`.split(/\s+/u),
);

/** A megabyte of letters, which nobody needs who codes nothing. */
const letters = lazily(async () => (await import('eld/extrasmall')).eld);

/**
 * Tells the language of each text, in their order, from its words and its letters. A text that mixes English and
 * Spanish has the language in which it begins.
 */
export async function tellLanguages(texts: readonly string[]): Promise<ToldLanguage[]> {
  const eld = await letters();
  const detect: Detect = (text) => new Map(Object.entries(eld.detect(text).getScores()));
  return texts.map((text) => tell(text.replaceAll(unsaid, ' '), detect));
}

/** So many words say by their letters in which language they are. */
const tellingWords = 4;

/**
 * Whether a text is refused for a reason although somebody says in which language it is: no sentence, several words that
 * are plainly in another language, letters that the language does not have, or two or three words of which it knows none.
 * A word alone may be a rare one or a name, and is refused as a question word of another language only.
 */
export function isRefusedIn(language: CodedLanguage, text: string, reason: UncodedReason): boolean {
  if (reason === 'not-a-sentence' || text.trim().split(/\s+/u).length >= tellingWords) return true;
  if (foreignLetters.test(text) || !/\p{Script=Latin}/u.test(text)) return true;
  const words = plainWords(text);
  if (words.length === 1) return askedElsewhere.has(words[0] ?? '');
  return !words.some((word) => isKnown(word, known[language]));
}

/** How likely the letters of a text are in each language, 0 to 1. */
type Scores = ReadonlyMap<string, number>;
type Detect = (text: string) => Scores;

function tell(text: string, detect: Detect): ToldLanguage {
  const words = plainWords(text).filter((word) => /\p{L}/u.test(word));
  if (words.length === 0 || isOneWordAgain(words) || fillerText.test(words.join(' ')))
    return { reason: 'not-a-sentence' };
  const scores = detect(text);
  const mine = ours(scores);
  const other = Math.max(0, ...scores.values());
  const strange = words.filter((word) => !isKnown(word, known.en) && !isKnown(word, known.es));
  const share = 1 - strange.length / words.length;
  const apart = words.length > 2 ? clearlyOther : clearlyOtherOfShort;
  if (foreignLetters.test(text) && other - mine > -clearlyOther) return { reason: 'unsupported-language' };
  if (share < wellKnown) {
    if (other - mine > apart || (other > mine && isOther(strange, detect))) return { reason: 'unsupported-language' };
    if (share < hardlyKnown && mine < hardlyKnown && words.length > 2) return { reason: 'not-a-sentence' };
    if (other === 0) return { reason: 'not-a-sentence' };
  }
  return { language: leaning(words, scores) };
}

/** English or Spanish; where a text has both, as it begins: how it asks stands there. */
function leaning(words: readonly string[], scores: Scores): CodedLanguage {
  const of = {
    en: words.filter((word) => isKnown(word, known.en)),
    es: words.filter((word) => isKnown(word, known.es)),
  };
  const alone = {
    en: of.en.filter((word) => !of.es.includes(word)),
    es: of.es.filter((word) => !of.en.includes(word)),
  };
  if (alone.en.length > 1 && alone.es.length > 1) {
    return words.find((word) => alone.en.includes(word) || alone.es.includes(word)) === alone.es[0] ? 'es' : 'en';
  }
  const lean =
    of.es.length / words.length + (scores.get('es') ?? 0) - of.en.length / words.length - (scores.get('en') ?? 0);
  return lean > 0 ? 'es' : 'en';
}

const ours = (scores: Scores): number => Math.max(scores.get('en') ?? 0, scores.get('es') ?? 0);

/** Whether the words of a text that neither language knows are another's: it mixes with a third. */
function isOther(strange: readonly string[], detect: Detect): boolean {
  if (strange.length < 2) return false;
  const scores = detect(strange.join(' '));
  return Math.max(0, ...scores.values()) - ours(scores) > clearlyOtherOfShort;
}

/** "who's" is known where "who" is. */
function isKnown(word: string, lexicon: ReadonlySet<string>): boolean {
  return lexicon.has(word) || lexicon.has(word.split(/['’]/u, 1)[0] ?? word);
}

/** A recogniser in a loop, or somebody leaning on a key. */
function isOneWordAgain(words: readonly string[]): boolean {
  return words.length > 3 && new Set(words).size === 1;
}
