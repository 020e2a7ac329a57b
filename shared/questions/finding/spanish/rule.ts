import { isAsked } from '../marks.ts';
import { asksAgain, endsInQuestionWord, isGap, isTagged } from './closings.ts';
import { isPrompt } from './prompts.ts';
import { asksFirst, asksLater, asksWhich, withoutUnaccented } from './questionWords.ts';
import { mayAsk } from './rough.ts';
import { saidOf, spanishWords } from './said.ts';
import { embedded, isChallenge, isExclaimed, isWish } from './statements.ts';
import { asksWhether, offersChoice } from './whether.ts';

const inEnglish =
  /^(?:wait )?(?:what|why|how|where|who|which|when|whose|what['’]?s|where['’]?s|how['’]?s|who['’]?s)\b|\b(?:do|did|can|could|would|will|are) you\b|^(?:is|was|are|does|did) (?:it|he|she|they|that|this|the)\b|\bshow me (?:how|what|where|why)\b|\b(?:what|why|how|where) (?:do|does|did|is|are|can|could|would|will|should)\b/u;

/**
 * The rule that makes a Spanish sentence a question, or undefined: with or without marks and accents. Where a recogniser
 * wrote the sentence to its end, it wrote accents as well, and a question word without one asks nothing.
 * @param accents whether the same recogniser is known to write them
 * @param rough whether it was hardly understood: then neither its marks nor its accents tell anything
 */
export function spanishRule(text: string, accents = false, rough = false): string | undefined {
  const { core, all, ...marks } = saidOf(text);
  const stated = marks.stated && !rough;
  if (all === '' || isGreeting.test(all)) return undefined;
  if (isAsked(text)) return fillers.test(all) ? undefined : 'question mark';
  if (/¿/u.test(text)) return 'question mark';
  if (/^["“«]?¡/u.test(text)) return undefined;
  if (asksAgain(core) && !stated) return 'repair';
  if (isTagged(core, text, stated)) return 'tag';
  if (isPrompt(core)) return 'prompt';
  if (inEnglish.test(core)) return 'in English';
  if (isChallenge(all) || isExclaimed(core) || isWish(core)) return undefined;
  const asked = stated || (accents && !rough) ? withoutUnaccented(core) : core;
  if (asksFirst(asked) || asksWhich(core)) return 'question word';
  if (asksLater(asked)) return 'question word, later';
  if (isGap(text)) return 'gap to fill in';
  if (stated) return undefined;
  if (endsInQuestionWord(core)) return 'question word at the end';
  if (asksWhether(core)) return 'whether';
  if (offersChoice(core)) return 'choice';
  return rough && mayAsk(core) ? roughly : undefined;
}

/** The rule of what may be a question word that was misheard. */
const roughly = 'question word, misheard';

const isGreeting =
  /^(?:hola|buenos dias|buenas tardes|buenas|gracias|adios|hasta luego|hasta manana)(?: (?:a todos|ninos|chicos|amigos|mi amor|todos))?$/u;
const fillers =
  /^(?:sabes|saben|oye|bueno|ya|si|ah si|ah|ay|a ver|vale|ok|okay|bien|muy bien|este|pues|claro|hm+|mm+|aja)$/u;

/** Talk in which questions are asked has a question word with its accent in so many words, where accents are written. */
const wordsPerAccent = 200;

/** Whether whoever wrote these Spanish words writes accents on question words. */
export function writesAccents(words: readonly string[]): boolean {
  const accented = words.flatMap(spanishWords).filter((word) => /^[A-Z]+$/u.test(word));
  return accented.length > 0 && accented.length * wordsPerAccent >= words.length;
}

/** Whether a question begins after a pause: with its question word, and not as what is known or told ("no sé · qué pasa"). */
export function beginsSpanish(coming: string, said: string): boolean {
  if (coming.startsWith('¿')) return true;
  const { core } = saidOf(coming);
  const whole = spanishWords(`${said} ${coming}`).join(' ');
  return asksFirst(core) && !isExclaimed(core) && whole.replaceAll(embedded, 'x').length === whole.length;
}

/** "What color es tu camisa": coded as English, in which it begins. */
export const beginsInEnglish = (text: string): boolean =>
  /^(?:what|why|how|where|who|which|when|whose|do you|did you|can you|tell me|show me)\b/u.test(saidOf(text).core);
