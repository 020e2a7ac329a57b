import { anyones, auxiliaries, determiners, pronouns, verbBase } from '../grammar/vocabulary.ts';

// Of patterns over words without marks and pauses, short forms in full ("I'd" is "i did").
const who = '(?:me|us|her|him|them|everybody|everyone|(?:your|the|a) \\w+|(?!you\\b|the\\b|your\\b)\\w+)';
const asked = '(?:why|how|what|where|which|who|when|whose)';
const account =
  '(?:idea|ideas|thinking|thought|thoughts|reason|reasons|reasoning|story|strategy|plan|guess|answer|answers|work|' +
  'picture|favorite|opinion|evidence|example|examples)';

/** What is told, shown, explained: the prompt itself, wherever it stands. */
const tellings = [
  `tell ${who} (?:some |a (?:little|tiny|wee)? ?(?:bit )?|all |just )?(?:more|about|${asked}|if|whether|something|anything|everything|one|two|three|four|#)\\b`,
  'tell (?:me|us) (?:your|a story|the (?:story|reason|difference))\\b',
  'tell (?:me|us)$',
  'tell me (?:did|does?|is|are|was|were|can|could|will|would|should|have|has)\\b',
  `show ${who} ${asked}\\b`,
  `(?:describe (?!it as)|explain )`,
  `convince (?:me|us|him|her|them|(?:your|the) \\w+)\\b`,
  'prove (?:it|that|to (?:me|us|him|her|them|your)|your)\\b',
  '(?:talk|walk|take) (?:me|us) through\\b',
  'talk (?:to|with) (?:me|us|your \\w+) about\\b',
  `talk about ${asked}\\b`,
  'say (?:some |a (?:little )?(?:bit )?)?more\\b',
  `(?:understand|see) ${asked}\\b`,
  `share (?:with ${who} )?(?:the |one of )?(?:your )?(?:${asked}|about|something|${account})\\b`,
  `share with (?:me|us|(?:your|the|a) \\w+) (?:your |one |${asked})`,
  `give (?:me|us) (?:\\w+ ){0,2}${account}\\b`,
  'name (?:something|some|another|one|two|three|four|five|a|an|#)\\b',
  `guess (?:how|which|where|who|why|what (?:is|it is|this is|that is|will))\\b`,
];
const telling = `(?:${tellings.filter((each) => !each.startsWith('(?:understand|see)')).join('|')})`;

/** What may lead up to it: "I want you to …", "see if you can …", "turn to your partner and …". */
const leads =
  '(?:(?:you|somebody|someone|anybody|everybody|everyone|one of you) )?(?:please |also |just |now )*' +
  '(?:try to |see if you can |turn (?:to (?:your|a|the) \\w+ )?and |(?:it is )?(?:your|\\w+ is|his|her) turn to |let us |' +
  'i (?:want|need|am asking) (?:you|\\w+) to |i (?:would|did) (?:like|love) (?:you|\\w+) to |you (?:need|have|get) to |' +
  'help (?:me|us) (?:to )?)?(?:please |also |just |now )*';

const commanded = new RegExp(`^${leads}${telling}`, 'u');
/** "Help me understand why …". */
const helped = new RegExp(`^(?:please )?help (?:me|us) (?:to )?(?:understand|see) ${asked}\\b`, 'u');
/** "Let's hear why …", "let's hear from Sam". */
const heard =
  /\blet us (?:all |also )?hear (?:why|how|what|where|which|who|about|from|more|some|another|your|his|her|their)\b/u;
/** "I want to know what …", "I'd love to hear about …", "I'm curious why …". */
const wished = new RegExp(
  `^(?:i|we) (?:really |just )?(?:(?:want|need|would like|would love|did like|did love) to (?:know|hear) (?:more|about|from|if|your|${asked})` +
    `|am (?:\\w+ )?(?:curious|interested)(?: about| in)?(?: to (?:know|hear))? ${asked})\\b`,
  'u',
);
const wondered =
  /^(?:\S+ ){0,3}(?:i|we) (?:am |was |are |were )?(?:just )?wonder(?:ing)? (?:why|what|how|if|who|where|which|whether)\b/u;

/**
 * Whether a sentence without a question's form invites telling, showing or explaining.
 * @param core its words from where it proper begins; @param whole all its words; both without pauses
 * @param isSetOff whether a comma is written behind the first word: then somebody is called, whatever was recognised
 * ("Me, tell me about your boat" for "Mia, …")
 */
export function isPrompt(core: readonly string[], whole: readonly string[], isSetOff = false): boolean {
  const said = core.join(' ');
  const all = whole.join(' ');
  if (heard.test(all) || [commanded, helped, wished].some((each) => each.test(said))) return true;
  const [name = '', ...rest] = core;
  return (isSetOff || isCalled(name)) && [commanded, helped].some((each) => each.test(rest.join(' ')));
}

/** "I wonder why it floats." */
export function isWondering(whole: readonly string[]): boolean {
  return wondered.test(whole.join(' '));
}

/** A word that may be the name of whom a prompt is said to. */
function isCalled(word: string): boolean {
  return !(
    pronouns.has(word) ||
    auxiliaries.has(word) ||
    determiners.has(word) ||
    anyones.has(word) ||
    verbBase(word) !== undefined
  );
}
