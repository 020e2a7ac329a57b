/** A word of a text; `start` and `end` are without a possessive ending, in UTF-16 units. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** As it is compared: lower case, without accents, apostrophes as '. */
  readonly folded: string;
  readonly capital: boolean;
  readonly possessive: boolean;
}

const wordPattern = /[\p{L}\p{M}]+(?:['’\-‐‑][\p{L}\p{M}]+)*/gu;
const possessiveEnding = /['’][sS]$/u;

/** The words of a text, in order. What joins letters with a hyphen or an apostrophe is one word. */
export function tokensOf(text: string): Token[] {
  return [...text.matchAll(wordPattern)].map((match) => {
    const whole = match[0];
    const plain = whole.replace(possessiveEnding, '');
    return {
      start: match.index,
      end: match.index + plain.length,
      folded: folded(plain),
      capital: /^\p{Lu}/u.test(plain),
      possessive: plain !== whole,
    };
  });
}

/** A word as it is compared: "Siobhán" and "siobhan" are one, "Søren" and "Soren" as well. */
export function folded(word: string): string {
  return word
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[øœæßłđıð]/gu, (letter) => plainLetters[letter] ?? letter)
    .replaceAll(/[’‐‑]/gu, (sign) => (sign === '’' ? "'" : '-'));
}

const plainLetters: Readonly<Record<string, string>> = {
  ø: 'o',
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ı: 'i',
};
