import { plainWords } from '../plainWords.ts';

/** An utterance taken apart, in words without accents. */
export interface Clauses {
  /** all words */
  readonly words: readonly string[];
  /** the words of the question proper */
  readonly core: readonly string[];
  /** the words before it */
  readonly lead: readonly string[];
  /** a tag behind it ("verdad", "no"), if there is one */
  readonly tag: string;
  /** it breaks off, to be filled in */
  readonly open: boolean;
}

/** What a speaker hangs on a statement to have it agreed with. */
const tag =
  /(?:^| )(?:a que (?:si|no)|a poco no|o que|o no|no es (?:verdad|cierto|asi)|no (?:ve|cierto|crees|creen|creeis)|verdad que (?:si|no)|(?:te|os|les|le) parece|verdad|cierto|vale|ok|okay|dale|viste|va|ya|si|no|eh|right)$/u;
/** Said behind a question without changing it. */
const behind =
  /(?:^| )(?:pues|porfa|por favor|please|mi (?:amor|cielo|vida|rey|reina|corazon|niña|niño)|cariño|corazon|chicos|chicas|niños|niñas|amigos|mija|mijo|hija|hijo|nene|nena|guapa|guapo|a ver)$/u;
/** Said before a question without being part of it. */
const openers =
  /^(?:(?:a ver|o sea|es decir|mi amor|por favor|y|e|pero|entonces|bueno|oye|oiga|oigan|oid|mira|mire|miren|mirad|pues|ah|ay|uy|eh|oh|mmm|mm|aja|vale|venga|claro|anda|hala|so|well|and|okay|ok|chicos|chicas|niños|niñas|muy bien|vamos a ver) )+/u;
/**
 * Takes an utterance apart. Where the transcript opens its questions (¿), the last of them that is no mere tag is the
 * question proper; where it has no marks, all of it is.
 */
export function clausesOf(text: string): Clauses {
  const words = plainWords(text);
  const parts = text.split('¿');
  let core = words;
  let lead: string[] = [];
  if (parts.length > 1) {
    const asked = parts.slice(1).map((part) => plainWords(part.split('?')[0] ?? ''));
    const at = asked.findLastIndex((part) => part.length > 0 && !isTag(part));
    const whole = at === -1 ? parts.findIndex((part) => plainWords(part).length > 0) : at + 1;
    core = at === -1 ? plainWords(parts[0] ?? '') : [...(asked[at] ?? [])];
    if (core.length === 0) core = words;
    lead = parts.slice(0, Math.max(0, whole)).flatMap(plainWords);
  }
  const said = core.join(' ').replace(behind, '');
  const tagged = (parts.length > 1 ? words.join(' ') : said).replace(behind, '').match(tag)?.[0].trim() ?? '';
  core = said
    .replace(openers, '')
    .split(' ')
    .filter((word) => word !== '');
  return { words, core, lead, tag: tagged, open: /(?:…|\.\.\.)\s*$/u.test(text) };
}

function isTag(part: readonly string[]): boolean {
  return ` ${part.join(' ')}`.replace(behind, '').replace(tag, '').trim() === '';
}
