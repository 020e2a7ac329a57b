import { subject, wh } from './verbs.ts';

const tells =
  '(?:cuenta(?:me|nos)|cuenten(?:me|nos)|cuente(?:me|nos)|conta(?:me|nos)|contad(?:me|nos)|platica(?:me|nos)|platiquen(?:me|nos)|platique(?:me|nos)|' +
  'explica(?:me|nos)(?:l[oa]s?)?|explique(?:me|nos)(?:l[oa]s?)?|expliquen(?:me|nos)(?:l[oa]s?)?|explicad(?:me|nos)(?:l[oa]s?)?|describe(?:me|nos)?|describi(?:me|nos)|describan|hablame|hableme|hablanos|hablenme|tell me|tell us)';
const says = '(?:dime|dinos|decime|decinos|digame|diganos|diganme|decidme|decidnos)';
const shows = '(?:muestra|mostra|muestre|muestren|ensena|ensene|ensenen|ensena)(?:me|nos|le|les)';
const passesOn =
  '(?:cuenten|cuenta|cuente|conta|explica|explique|expliquen|platica|platique|platiquen|dinos|dile|diganle)(?:le|les)';
const recount =
  '(?:contar|contarme|contarnos|explicar|explicarme|explicarnos|platicar|platicarme|platicarnos|decir|decirme|decirnos|describir|mostrar|ensenar|tell)';
const offers =
  '(?:puedes|puede|pueden|podes|podeis|podrias|podria|podrian|podriais|quieres|quiere|quieren|queres|quereis|vas a|va a|van a|vais a|can you|could you)';

const prompts = [
  new RegExp(`\\b${tells}\\b`, 'u'),
  new RegExp(
    `\\b(?:${says}|${passesOn})(?: (?!que (?:se|te|le|no|me)\\b)\\S+){0,2} (?:por ?que|para que|si|lo que|${wh})\\b`,
    'iu',
  ),
  new RegExp(`\\b${says} (?:algo|mas|una?|otr[oa]|el|la|tu|tus)\\b`, 'u'),
  new RegExp(`\\b${shows} (?:por ?que|${wh})\\b`, 'iu'),
  /\b(?:me|nos) pregunt(?:o|amos) (?:si|por ?que|para que|que|como|cuando|donde|quien|cual|cuant)/iu,
  /\b(?:quisiera|quiero|queria|queremos|gustaria|encantaria) (?:saber|oir|escuchar) (?:mas|si|por ?que|para que|que|como|cuando|donde|quien|cual|cuant|de)/iu,
  new RegExp(`\\b(?:me|nos) (?:${subject} )?${offers} ${recount}\\b`, 'u'),
  new RegExp(`\\b${offers} ${recount}(?:me|nos|melo|noslo)?\\b`, 'u'),
  new RegExp(
    `^(?:${subject} )?(?:me|nos) (?:lo )?(?:cuentas|cuenta|contas|cuentan|contais|explicas|explica|explican|platicas|platica|dices|dice|decis|describes|ensenas|muestras|mostras)\\b`,
    'u',
  ),
  /\b(?:quien|alguien) (?:me|nos) (?:dice|cuenta|explica|puede|quiere|sabe)\b/iu,
  /^cuenta(?: ?le)? (?:un|el|la|otro|otra) (?:cuento|historia|chiste)\b(?! a )/u,
  /\bi wonder (?:si|if|why|what|how|por que|que|como)\b/iu,
];

/** "Cuéntame …", "dime qué pasó", "me pregunto por qué …", "¿me explicás cómo …?". */
export const isPrompt = (core: string): boolean => prompts.some((each) => each.test(core));
