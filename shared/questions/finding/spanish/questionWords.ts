import { embedded, praise } from './statements.ts';
import { askedNoun, between, clitics, preposition, subject, verb } from './verbs.ts';

/** Question words that begin what is asked. The first is tried with the accents that are written, all in small letters. */
const first = [
  new RegExp(`^que ${between}${verb}`, 'iu'),
  new RegExp(`^que ${askedNoun}\\b`, 'iu'),
  /^que$|^que (?:cosa|mas|no)$/iu,
  /^QUE\b/u,
  /^(?:por que|por ?que sera)\b/iu,
  new RegExp(
    `^(?:eso )?porque (?:${clitics}${subject} )?${clitics}(?:sera|pasa|estas|estan|esta llor\\S+|crees|creen|creeis|piensas|piensan|pensas|quieres|lloras|lloran|\\S+(?:aste|iste|steis))\\b`,
    'u',
  ),
  /^COMO\b/u,
  new RegExp(
    `^como (?!(?:siempre|dice|un|una|el|la|los|las|si|tu quieras|usted quiera)\\b)${between}(?!quier|dig|sea\\b|est(?:a|an|aba) \\S+ndo\\b)${verb}`,
    'u',
  ),
  /^como(?: (?!siempre|quieras|tu|yo|el|ayer|antes|nosotros)\S+)?$/u,
  /^como (?:que|fue que|es que)\b/u,
  /^como (?:dices|dice|dijo|dijiste|decis)\b/u,
  /^CUANDO\b/u,
  /^cuando (?:es|son|fue|era|vamos|vas|van|cumples|cumple)\b(?:\s\S+){0,4}$/u,
  /^(?:a ?)?donde (?!sea\b|quieras\b|quieran\b|quiera\b)/iu,
  /^(?:a ?)?donde$/iu,
  /^quien(?:es)?\b(?! (?:(?:lo|la|me|te|se|no|ya) )*(?:diria|tenga|tengan|quiera|quieran|sea|termine|acabe|pueda|haya|llegue|vaya|necesite|este)\b)/iu,
  /^cual(?:es)?\b(?! quier)/iu,
  /^cuant[oa]s?\b(?! (?:antes|mas|menos)\b)/iu,
  new RegExp(`^(?:y )?${preposition} (?:QUE|COMO|DONDE|QUIEN|QUIENES|CUANDO|CUAL|CUALES|CUANT[OA]S?)\\b`, 'u'),
  new RegExp(`^(?:de|en|con|a|sobre) que ${between}(?:${verb}|${askedNoun}\\b)`, 'u'),
  /^(?:de|con|a|por|para) (?:quien|quienes|donde|cual|cuales|cuant[oa]s?)\b/u,
  new RegExp(`^para que ${between}(?:sirv|quier|quer|usa|es\\b|son\\b|necesit|vas\\b|hic|hac)`, 'u'),
  new RegExp(
    `^(?:${subject}|a (?:ti|vos|usted|ustedes|el|ella)) (?:que|QUE|como|COMO|DONDE|por que) ${between}${verb}`,
    'u',
  ),
  /^y si (?:\S+ )*(?:\S+(?:amos|emos|imos|as|es|is))\b/u,
];

/** Question words behind something else that was said in the same breath. */
const later = [
  /\bpor que\b/iu,
  new RegExp(
    `(?:^| )(?:${preposition} )?(?:QUE|COMO|DONDE|ADONDE|QUIEN|QUIENES|CUANDO|CUAL|CUALES|CUANT[OA]S?)\\b`,
    'u',
  ),
  /\b(?:y|pero|entonces|bueno|luego|o) porque sera\b/u,
  /\bque (?:otr[oa]s?|color|forma|numero|mas podemos|mas ves) /u,
  /\bque (?:tu |vos |usted |ustedes )?(?:crees|creen|creeis|cree|piensas|piensan|pensas|opinas|notan|notaste|harias|harian|hariais|haria)\b/u,
  /\bque (?:le |les |te |nos |me |se )?(?:va|vas|van|vais) a (?:pasar|ocurrir|suceder|hacer|quedar)/u,
  /\bque (?:le |les |te |se )?(?:pasaria|pasara|pasaba|ocurriria|trajo usted|se les ocurre|se te ocurre|se le ocurre)\b/u,
  /(?:^|\b(?:y|entonces|pero|luego)) (?:tu |vos |usted |ustedes |vosotros )?que (?:hicieron|hiciste|hicimos|hace|haces|hacen|vas|paso|notaste|viste|vieron|hay|quieres)\b/u,
  new RegExp(
    `(?:^| )(?:y|pero|entonces|ahora|luego|bueno|despues) (?:${subject} )?que ${clitics}(?:pasa|paso|hizo|dijo|dice|hay|tiene|\\S+(?:aste|iste|steis|ais|eis)|haces|hacen|hicieron|ves|ven|tienes|quieres|notas|comes|llevas|dices|cuentas)\\b`,
    'u',
  ),
  /(?<!\b(?:lo|se|el|la|los|las|ya|algo|es|no|todo) )\bque (?:(?:le|les|te|se) )*(?:pasa|paso|hizo|hacemos|hay|dijo)(?:$| (?:el|la|los|las|cuando|con|en|al) )/u,
  /^(?:oye )?cuenta (?!l[ao]s|hasta|conmigo|con)(?:\S+ )*(?:como|que|QUE|COMO)\b/u,
  /\bpara que (?:sirven?|es|son|quieres|lo quieres)\b|\bpara que$/u,
  /\bcomo (?:podemos|podriamos|hicieron|hiciste|hacemos|se va|se van|te sientes|se siente|te sentirias|te fue|les fue|sabes|sabemos|se llama|se dice|creen|crees)\b/u,
  /\b(?:y|entonces|pero) (?:cuant[oa]s?|cual|cuales|de quien|quien|donde) /u,
  /\b(?:de quien|cual) (?:es|son)\b|\ba quien (?:le|les|te)\b/u,
  /\bcuant[oa]s? (?:hay|son|quedan|faltan)\b/u,
];

/** Question words without their accent, but for "por que". */
const unaccented = /(?<!por )\b(?:que|como|cuando|donde|adonde|quien|quienes|cual|cuales|cuant[oa]s?)\b/gu;

/** Whether a question word stands behind something else, and asks. */
export function asksLater(core: string): boolean {
  const free = core.replaceAll(embedded, 'x');
  if (!later.some((each) => each.test(free))) return false;
  // "… qué bien": praise behind what was said.
  const praised = core.split(/ (?=que |QUE )/u).slice(1);
  return !(praised.length > 0 && praised.every((part) => praise.test(part)) && !/\bpor que\b/iu.test(core));
}

/** Whether a sentence begins with its question word. */
export const asksFirst = (core: string): boolean => first.some((each) => each.test(core));

const which = new RegExp(`^(?:${preposition} )?que (?!mas\\b|otr[oa]s?\\b)${askedNoun} (?:${between}${verb})`, 'iu');

/** "Que animal es este.": no statement begins so, also where a recogniser wrote a full stop and no accent. */
export const asksWhich = (core: string): boolean => which.test(core);

/** The words without question words that have no accent, for texts in which accents are written. */
export const withoutUnaccented = (core: string): string => core.replaceAll(unaccented, 'x');
