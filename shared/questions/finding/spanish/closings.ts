import { saidOf, spanishWords, withoutCalls } from './said.ts';

const tag =
  'a que (?:si|no)|a poco no|o que|o no|no es (?:verdad|cierto|asi)|no ve|no cierto|no crees|no creen|(?:no )?(?:te|os|les|le) parece|' +
  'verdad que (?:si|no)|(?<!\\b(?:la|de|es|en|una|mucha) )verdad|(?<!\\b(?:es|por|lo) )cierto|eh|(?<!all )right';
/** Behind a word or two these are an answer. */
const tagLater = '(?<=\\S+ \\S+ )(?:vale|ok|okay|dale|viste)';
const tagged = new RegExp(` (?:${tag}|${tagLater})$`, 'u');
/** Everyday words: a tag behind a comma, or where they cannot be part of what was said. */
const shortTag = / (?:no|si|va|ya|sabes)$/u;
const noTag =
  /(?:^| )(?:que|pues|eso|no|si|ya|aqui|tambien|ahora|como|y|o|donde|se|le|me|te|todavia|el otro|(?:y|pero) (?:el|la|los|las) \S+) (?:no|si|va|ya|sabes)$/u;
const inFront = /^(?:verdad que|a poco|a que (?:si|no)\b|a que (?!hora|color|numero)\S+ )/u;
const alone = new RegExp(`^(?:${tag}|vale|ok|okay|dale|viste|no|si|va|ya|sabes)$`, 'u');
const checksAlone = /^(?:verdad|(?:ya )?(?:ves|veis))$/u;

/** Whether a sentence makes what it says a question by a tag before or behind it. @param stated a full stop is written */
export function isTagged(core: string, text: string, stated: boolean): boolean {
  if (inFront.test(core) || tagged.test(core)) return true;
  if (!stated && checksAlone.test(core)) return true;
  if (!shortTag.test(core)) return false;
  return /, (?:no|sabes)\.?$/u.test(text) || (!stated && !noTag.test(core) && core.split(' ').length > 2);
}

/** Whether what is said ends in a tag that is told without a mark. */
export const endsInTag = (text: string): boolean => tagged.test(saidOf(text).core);

/** "¿Verdad?", "¿no?" alone. */
export const isTagAlone = (text: string): boolean => alone.test(withoutCalls(spanishWords(text).join(' ')));

const echo =
  /^(?:perdon )?(?:mande|como|que|que cosa|una? que|wait what|perdon)(?: mi amor| carino| mijo| mija)?(?: no te (?:oi|escuche|entendi))?$|^mande\b|\bque (?:fue lo que )?(?:tu |vos |usted )?(?:dijiste|dijo|has dicho|dijeron|decis)(?: \S+){0,2}$/iu;
/** "¿Mande?", "¿qué dijiste?". */
export const asksAgain = (core: string): boolean => echo.test(core);

const wordAtEnd = / (?:que|quien|quienes|donde|adonde|cual|cuantos|un que|una que)$/iu;
const knownAtEnd =
  /\b(?:se|sabes|sabe|saben|lo|por|mas|yo|si|ya|que|para|el|la|los|las|no se|asi|es) (?:que|quien|donde|adonde|cual|cuantos)$/u;

/** "Que se fue a dónde", "las vacas nos dan qué". */
export const endsInQuestionWord = (core: string): boolean => wordAtEnd.test(core) && !knownAtEnd.test(core);

/** What goes on with a word that the child is to say; with their accents, which set "el" apart from "él". */
const gap =
  / (?:el|la|los|las|de|del|con|y|es|son|es un|es una|hace|hacen|decimos|(?<!\b(?:lo|no|ya|yo|me|nos) )se|se llama|se llaman|nos dan|y un|y una|sale de)(?:…|\.{3})?$/u;
const leastWordsBeforeGap = 4;

/** "… y el gato hace", "… y la casita se …". */
export function isGap(text: string): boolean {
  const said = text.toLowerCase().normalize('NFC').trim();
  return said.split(/\s+/u).length >= leastWordsBeforeGap && gap.test(said);
}
