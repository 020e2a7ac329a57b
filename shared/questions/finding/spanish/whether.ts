import { clitics, subject } from './verbs.ts';

/** Asks yes or no by what only is said to the one who is asked. Spanish asks most of these by tone alone. */
const whether = [
  /^(?:tu |vos |usted |ustedes )?(?:quieres|queres|quiere|quieren|quereis|puedes|podes|pueden|podeis|podrias|podrian|sabes|sabias|sabian|saben|sabeis)\b/u,
  /^(?:tu )?(?:te|se|os) (?:acuerdas|acordas|acuerdan|acordais|gusta|gusto|gustaria|ayudo|sirvo)\b/u,
  /^(?:nene |tu |vos |usted |ustedes )?(?:crees|cree|creen|creeis|piensas) que\b/u,
  /^(?:has|habeis) (?:\S+(?:ado|ido)|hecho|visto|dicho|puesto|escrito|roto)\b/u,
  /^(?:me|nos) (?:pasas|ayudas|ayudan|alcanzas|alcanza|das|prestas|das|ayudais|pasa usted)\b/u,
  new RegExp(`^(?:ya |${subject} )*${clitics}\\S+(?:aste|iste|steis)\\b`, 'u'),
  /^(?:ya )?(?:tienes|tenes|teneis|estas|estais)\b/u,
  /^hay (?:algo|alguien|algun|alguna)\b/u,
  /^(?:les|le|te|os) (?:gusta|gusto|parece|duele)\b/u,
  /^(?:ya )?(?:terminaste|terminaron|acabaste|entendiste|entendieron|comiste)\b/u,
  /\b(?:que tal si|que (?:te|les|os|le) parece si)\b/iu,
];

const either =
  /^(?:\S+ ){0,2}\S+ o (?:\S+ ?){1,3}$|^(?:\S+ ){0,2}(?:es|son|era|esta|estan|eso es|quieres|queres|quiere|prefieres|preferis|prefiere|vas|va|vamos|somos|tienes|gusta|hacemos) .*\bo (?:es |son |era |somos |con |en |a |por |de |la |el |las |los |un |una |este |esta |después |despues )?\S+/u;
const eitherAgain =
  /\b(?:quieres|queres|quiere|prefieres|preferis|prefiere|va primero) .* o \S|\b(es|son|somos|era|va|vas|con|en|a) (?:\S+ ){1,4}o \1 /u;
const notEither = /\b(?:o sea|mas o menos|tarde o temprano|uno o dos|dos o tres|si quieres|puedes|pueden|puede)\b/u;

/** "Quieres más", "te acuerdas", "terminaste": a verb with "you" first, where no mark was written. */
export const asksWhether = (core: string): boolean => whether.some((each) => each.test(core));

/** "Leche o agua", "va primero el calcetín o el zapato". */
export const offersChoice = (core: string): boolean =>
  (either.test(core) || eitherAgain.test(core)) && !notEither.test(core);
