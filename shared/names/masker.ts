import { inTurns } from '../inTurns.ts';
import type { Word } from '../lessons/transcript.ts';
import { contactsIn, type Masked } from './contacts.ts';
import { everydayNames, titles } from './everyday.ts';
import type { RecognisedText, Recogniser } from './recognised.ts';
import { type RosterIndex, rosterIndex, rosterSpans, type TokenSpan } from './roster.ts';
import { folded, type Token, tokensOf } from './tokens.ts';

/**
 * Puts "[name 1]" in the place of names, the same number for the same name throughout a lesson. What is recognised as a
 * name in one place is masked in every place and any case, unless it is an everyday word.
 */
export class NameMasker {
  readonly #recognise: Recogniser;
  readonly #roster: RosterIndex;
  readonly #read = new Map<string, RecognisedText>();
  readonly #numbers = new Map<string, number>();
  readonly #school: readonly string[];
  /** Written as a name alone, not as the word that it is as well. */
  readonly #schoolIsWord: boolean;
  #last = 0;

  private constructor(recognise: Recogniser, roster: readonly string[], school: string) {
    this.#recognise = recognise;
    this.#roster = rosterIndex(roster);
    const words = tokensOf(school).map((token) => token.folded);
    this.#school = words.join('').length < 3 || school === usualSite ? [] : words;
    this.#schoolIsWord = words.length === 1;
  }

  /**
   * Learns the names of a lesson, and numbers them as they come.
   * @param texts what was said, in order
   * @param school the site's name
   */
  static async of(
    recognise: Recogniser,
    roster: readonly string[],
    texts: readonly string[],
    school = '',
  ): Promise<NameMasker> {
    const masker = new NameMasker(recognise, roster, school);
    await inTurns(texts, (text) => {
      const read = masker.#readingOf(text);
      for (const span of masker.#found(read)) masker.#learn(read.tokens.slice(span.first, span.last + 1));
    });
    return masker;
  }

  /** A text with its names masked, those of people, the school's, telephone numbers and addresses. */
  mask(text: string): string {
    return this.#edits(text).reduceRight(
      (whole, { start, end, mask }) => whole.slice(0, start) + mask + whole.slice(end),
      text,
    );
  }

  /** What holds a person's name, or another way to say who, and nothing else: masked as a whole. */
  maskPerson(name: string): string {
    const named = tokensOf(name).find(({ folded }) => !titles.has(folded));
    const key = `person ${folded(name.trim())}`;
    const number = (named && this.#numbers.get(named.folded)) ?? this.#numbers.get(key) ?? this.#last + 1;
    this.#last = Math.max(this.#last, number);
    this.#numbers.set(key, number);
    return `[name ${number}]`;
  }

  /** Words with their names masked. A name of several words becomes one word, from the first's start to the last's end. */
  maskWords(words: readonly Word[]): Word[] {
    let length = -1;
    const placed = words.map((word) => {
      const start = length + 1;
      length = start + word.text.length;
      return { word, start, end: length };
    });
    const edits = this.#edits(words.map(({ text }) => text).join(' '));
    const masked: Word[] = [];
    for (const { word, start, end } of placed) {
      const own = edits.filter((edit) => edit.start < end && edit.end > start);
      // A name that began in a word before this one: that word takes this one's time, and what is left of its text.
      const begun = own.find((edit) => edit.start < start);
      const text = own.reduceRight((whole, edit) => {
        const mask = edit === begun ? '' : edit.mask;
        return (
          whole.slice(0, Math.max(0, edit.start - start)) +
          mask +
          whole.slice(Math.min(word.text.length, edit.end - start))
        );
      }, word.text);
      const last = masked.at(-1);
      if (begun !== undefined && last !== undefined)
        masked[masked.length - 1] = { ...last, text: last.text + text, end: word.end };
      else masked.push({ ...word, text });
    }
    return masked;
  }

  #edits(text: string): Masked[] {
    const read = this.#readingOf(text);
    const certain = [...contactsIn(text), ...this.#schools(read.tokens)];
    const names = this.#withKnown(read).flatMap(({ first, last }) => {
      const tokens = read.tokens.slice(first, last + 1);
      const [start, end] = [tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0];
      // The parts of an address name nobody else.
      if (certain.some((one) => start < one.end && end > one.start)) return [];
      return [{ start, end, mask: `[name ${this.#learn(tokens)}]` }];
    });
    return [...certain, ...names].toSorted((a, b) => a.start - b.start);
  }

  /** Where the school is called by its name: a name of one word with a capital letter alone. */
  #schools(tokens: readonly Token[]): Masked[] {
    const school = this.#school;
    if (school.length === 0) return [];
    const found: Masked[] = [];
    for (let at = 0; at + school.length <= tokens.length; at += 1) {
      const [first, last] = [tokens[at], tokens[at + school.length - 1]];
      const same = school.every((word, offset) => tokens[at + offset]?.folded === word);
      if (!same || first === undefined || last === undefined || (this.#schoolIsWord && !first.capital)) continue;
      found.push({ start: first.start, end: last.end, mask: schoolMask });
      at += school.length - 1;
    }
    return found;
  }

  #readingOf(text: string): RecognisedText {
    const read = this.#read.get(text) ?? this.#recognise(text);
    this.#read.set(text, read);
    return read;
  }

  /** The names of a text by itself: the roster's and those recognised, joined where they overlap. */
  #found(read: RecognisedText): TokenSpan[] {
    return joined([...rosterSpans(read.tokens, this.#roster, read.isName), ...read.spans]);
  }

  #withKnown(read: RecognisedText): TokenSpan[] {
    const known = read.tokens.flatMap(({ folded }, index) =>
      this.#numbers.has(folded) && !everydayNames.has(folded) ? [{ first: index, last: index }] : [],
    );
    return joined([...this.#found(read), ...known]);
  }

  /** The number of a name: its first word's where that has one, else a new one, for each of its words without. */
  #learn(tokens: readonly Token[]): number {
    const [first] = tokens;
    const known = first && this.#numbers.get(first.folded);
    const number = known ?? this.#last + 1;
    this.#last = Math.max(this.#last, number);
    for (const { folded } of tokens) if (!this.#numbers.has(folded)) this.#numbers.set(folded, number);
    return number;
  }
}

/** Of uploads that name none. */
export const usualSite = 'default';
/** What stands for the school's name. */
export const schoolMask = '[school]';

function joined(spans: readonly TokenSpan[]): TokenSpan[] {
  const whole: TokenSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.first - b.first || b.last - a.last)) {
    const last = whole.at(-1);
    if (last !== undefined && span.first <= last.last)
      whole[whole.length - 1] = { first: last.first, last: Math.max(last.last, span.last) };
    else whole.push(span);
  }
  return whole;
}
