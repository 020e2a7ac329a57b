import { askedNoun, preposition, verb, wh } from './verbs.ts';

// Sentences that look like questions and are none.

export const praise =
  /^(?:ay |uy |pero |o )*que (?:(?:tan|mas|muy) )?(?:bonit|lind|ric|chever|grand|alt|padr|buen|bien|mal|gracios|suav|fuert|fe[oa]|asco|susto|guap|guay|miedo|barbar|divertid|rapid|larg|despacito|emocion|alegr|fri[oa]|calor|tuanis|bacan|nota|pena|suerte|lastima|hermos|precios|chul|inteligent|simpatic|amable|delici|raro|rara|interesant|list[oa]|valient|loc[oa]|dulce|tiern|sorpresa|horror|maravill|genial|bell|limpi|orden|cans|sueno|hambre|sed\b|\S+ (?:tan|mas) )/iu;
const wish =
  /^que (?:(?:te|le|les|os|se|lo|la|los|las|nos|no|ya) )*(?:mejor[ae]|vaya|diviert|duerm|descans|aproveche|suen|pases|pasen|paseis|cumpl|teng|veng|entre|salg|pong|sea\b|sean\b|esper|siga|lo haga|hable|se siente)/u;
/** Verbs behind which a question word begins what is known, seen, told, and asks nothing. */
const telling =
  '(?:se|sabemos|sabia|sabian|supe|vi|vimos|veo|vemos|ver|entendi|entiendo|entendimos|explico|explicamos|explicare|explicar|explico|explique|digo|dije|decimos|decir|dire|enseno|ensenar|ensenare|mostrar|mostramos|cuento|conto|conte|contar|contaron|' +
  'dijo|dijeron|pregunto|preguntar|preguntale|preguntales|preguntarle|preguntemos|fijate|fijense|fijese|fijaos|mira|mire|miren|mirad|miremos|mirar|pensamos|pensar|pensemos|averiguar|averiguarlo|averiguamos|escuchen|escucha|escuchad|' +
  'escuchar|descubrir|descubrimos|recuerdo|acuerdo|recordar|aprender|aprendimos|leer|depende|cuenta|importa|olvide|dile|digan|decile|diles|buscar|busca|elegir|adivinar|see|know|like|remember|parece|observen|observa|observar|ensename|muestrame)';
export const embedded = new RegExp(
  `\\b(?:${telling}|ya sabes?|ya saben|ya sabeis) (?:(?:bien|todo|todos|a (?:l[ao]s? )?(?!que\\b)\\S+|${preposition}) )*(?:por que|${wh})\\b`,
  'giu',
);

const challenge = /^(?:a ver|haber) quien (?!me\b|nos\b|sabe\b|puede\b)/iu;

/** "A ver quién termina primero". */
export const isChallenge = (all: string): boolean => challenge.test(all);

/** "Que te mejores pronto". */
export const isWish = (core: string): boolean => wish.test(core);

/** "Qué guay", "qué bien que compartiste": praise, and nothing is asked behind it. */
export function isExclaimed(core: string): boolean {
  const two = /^QUE (\S+)$/u.exec(core)?.[1];
  if (two !== undefined && !new RegExp(`^(?:${verb}|${askedNoun})$`, 'u').test(two)) return true;
  return (praise.test(core) || wish.test(core)) && !/ (?:por que|QUE|COMO|DONDE|QUIEN|CUANDO)\b/u.test(core);
}
