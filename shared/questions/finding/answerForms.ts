import { spanishWords } from './spanish/said.ts';
import { verb } from './spanish/verbs.ts';

// Forms that tell an answer from a question where both begin alike. All but `called` take words without accents (spanish/said.ts).

/**
 * What stands first in answers as well as in questions; Whisper writes "¿Por qué pesa mucho?" for "porque pesa mucho", and
 * "Because it's heavy?" where a child is not sure of it.
 */
export const openings = {
  why: /^(?:por ?que|because|cause)\b/u,
  how: /^como\b/u,
  what: /^que\b/u,
  when: /^cuando\b/u,
  where: /^(?:a ?)?donde\b/u,
  who: /^quien(?:es)?\b/u,
} as const;
export type Opening = keyof typeof openings;
export const openingOf = (core: string): Opening | undefined =>
  (Object.keys(openings) as Opening[]).find((name) => openings[name].test(core));

export const asksReason =
  /\bp(?:or|ara) ?que\b|\bcomo (?:lo )?(?:sab(?:es|en|eis|e|emos)|supiste|supieron)\b|\bcuenta\b.* \bcomo|como te diste cuenta|\bque (?:crees|creen|creeis|piensas|piensan|pensas) que (?:\S+ )?paso\b|\bwhy\b|\bhow (?:do|did|can|could) (?:you|we|they|he|she) (?:know|tell|figure)|\bhow come\b|\bwhat makes (?:you|him|her|them)\b|\bwhat do you think happened\b/u;
export const asksWhatIs =
  /\bque (?:crees|creen|creeis|piensas|piensan|pensas|dijo|dijeron|dice|quiere|paso|pasa|pasara)\b|\bque (?:le |se )?va a pasar\b|\bwhat (?:happened|will happen|is going to happen|do you think)\b/u;
/** "Que se hundió", "que iba a soplar". */
export const toldWhat = /^que (?:se|le|les|lo|la|los|las|nos|me|te|no|iba|iban|va|van) /u;
/** "Como una cuerda", "como los barcos": without a verb. */
export const likened = new RegExp(
  `^como (?:(?:un|una|el|la|los|las|unos|unas) \\S+|(?!${verb})\\S+)(?: (?:grande|chiquito|de \\S+))?$`,
  'u',
);

/** What only somebody who asks says behind "por qué". */
export const asksOpinion =
  /^por ?que (?:(?:tu|vos|usted|ustedes|vosotros|nosotros|no|le|les|te|se|me|nos) )*(?:crees|creen|creeis|cree usted|piensas|piensan|pensas|pensais|opinas|opinan|dices que|sera|seran|habra|podria|deberia)\b|^por ?que (?:te|les|os|le) parece\b/u;
export const pressing = /^(?:a ver|pero|entonces|oye|oigan|ahora) .*\bpor ?que\b/u;
export const calls = /^(?:(?:maestr[oa]|profe|profesora?|miss|seno|teacher) )+/u;
/** "…, Leo?" */
export const called = /,\s*\p{Lu}\p{Ll}+(?=[?.!]*$)/u;
export const praise =
  /^(?:muy bien|eso es|exacto|correcto|excelente|bien|perfecto|bravo|very good|good|great|right|exactly)\b/u;

/** Words that say nothing of what is talked about. */
const empty = new Set(
  `por que porque para como cuando donde adonde quien quienes the and los las una uno unos unas del con sin ella ellos ellas
  este esto estos ese esa eso esos esas muy mas pero sus nos les mis tus son era eran fue fueron ser hay
  because cause it's that's there this that they're have has had not isn't for with
  why how what did does was were are you they him her his she crees creen piensas piensan creeis pensas know`.split(
    /\s+/u,
  ),
);
/** Forms of one word begin alike: "hundió", "hunde". */
const stemLetters = 4;
const leastLetters = 3;

/** What a text talks about, by the beginnings of its words. */
export const topicsOf = (text: string): string[] =>
  spanishWords(text)
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= leastLetters && !empty.has(word))
    .map((word) => word.slice(0, stemLetters));

/** Whether a topic is more than where or how something is. */
export const isNews = (topic: string): boolean => topic !== 'esta';
