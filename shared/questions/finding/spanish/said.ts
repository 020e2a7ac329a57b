import { plainWords } from '../../plainWords.ts';
import { isStated } from '../marks.ts';

/** A Spanish sentence as its rules see it. */
interface Said {
  /** words without accents; question words that are written with theirs in capitals ("QUE") */
  readonly all: string;
  /** from where the sentence proper begins */
  readonly core: string;
  /** written to its end with marks: then accents are written, too */
  readonly stated: boolean;
}

const accented = /^(?:qué|cómo|cuándo|dónde|adónde|quién|quiénes|cuál|cuáles|cuánt[oa]s?)$/u;

/** A text's words in the letters a to z; question words that are written with their accent stand in capitals. */
export function spanishWords(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .normalize('NFC')
      .match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
  return words.map((word) => {
    const plain = (plainWords(word)[0] ?? '').replaceAll('ñ', 'n');
    return accented.test(word) ? plain.toUpperCase() : plain;
  });
}

const openers =
  /^(?:(?:a ver|haber|o sea|es decir|mi amor|mi vida|mi cielo|mi rey|mi hijo|por favor|y|e|pero|entonces|bueno|oye|oiga|oigan|oid|pues|ah|ay|uy|oh|mmm|mm|aja|vale|venga|claro|anda|hala|so|well|and|okay|ok|chicos|chicas|ninos|ninas|amigos|muy bien|dale|che|luego|papi|mami|papito|mamita|nena|nene|carino|mijo|mija|dios mio|oh no|oh oh|(?:no|si)(?= (?:que|como|por que|donde|cuando|quien|cual|cuant|a que|de que|para que)\b)) )+/iu;
const behind =
  /(?: (?:pues|porfa|por favor|please|mi (?:amor|cielo|vida|rey|reina|corazon|nina|nino|hijo|hija)|carino|corazon|chicos|chicas|ninos|ninas|amigos|mija|mijo|hija|hijo|nene|nena|guapa|guapo|honey|a ver))+$/u;

/** Whoever is called behind a sentence, and what is hung on it, taken off. */
export const withoutCalls = (said: string): string => said.replace(behind, '');

export function saidOf(text: string): Said {
  const all = spanishWords(text).join(' ');
  const whole = withoutCalls(all);
  const core = whole.replace(openers, '');
  return { all, core: core === '' ? whole : core, stated: isStated(text) };
}
