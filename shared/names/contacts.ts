/** A stretch of a text, in UTF-16 units, and what is put in its place. */
export interface Masked {
  readonly start: number;
  readonly end: number;
  readonly mask: string;
}

const email = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const endings = 'com|org|net|edu|gov|io|info|app|school|us|uk|ca|mx|es|co|cl|ar|pe|de|fr';
const address = new RegExp(
  `(?:https?://|www\\.)[^\\s<>"']*[^\\s<>"'.,;:!?)]|(?<![\\p{L}\\p{N}@.-])[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)*\\.(?:${endings})(?![\\p{L}\\p{N}-])(?:/[^\\s<>"']*[^\\s<>"'.,;:!?)])?`,
  'giu',
);
const telephone = /(?<![\p{L}\p{N}+])\+?\(?\d[\d ()./-]{5,18}\d(?![\p{L}\p{N}])/gu;

/** Telephone numbers, e-mail and web addresses of a text, none over another, in order. */
export function contactsIn(text: string): Masked[] {
  const found: Masked[] = [];
  const add = (pattern: RegExp, mask: string, is: (match: string) => boolean = () => true) => {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (is(match[0]) && !found.some((one) => start < one.end && end > one.start)) found.push({ start, end, mask });
    }
  };
  add(email, '[e-mail]');
  add(address, '[web address]');
  add(telephone, '[telephone]', isTelephone);
  return found.toSorted((a, b) => a.start - b.start);
}

/** Seven to fifteen digits, in groups as numbers are told: not what children count, and no day. */
function isTelephone(text: string): boolean {
  const groups = text.match(/\d+/gu) ?? [];
  const digits = groups.join('').length;
  return (
    digits >= 7 &&
    digits <= 15 &&
    groups.some((group) => group.length >= 3) &&
    !/^\d{4}[-./]\d{2}[-./]\d{2}$/u.test(text)
  );
}
