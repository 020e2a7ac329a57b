import { formsOf } from './forms.ts';
import {
  acting,
  attributes,
  closedNouns,
  comparing,
  greetingWords,
  numberWords,
  openNouns,
  owners,
  perceptions,
  qualities,
  quantities,
  saying,
  thinking,
  thoughtOpeners,
} from './lexicon.ts';
import type { Parsed } from './parse.ts';
import type { Sense } from './senseNames.ts';
import { verbBase } from './vocabulary.ts';

/**
 * What kind of answer the grammar invites ("reason", "activity", "quantity"), then what its outer form says.
 * Several may hold; each is evidence that the model weighs, not a verdict.
 */
export function sensesOf(parsed: Parsed): Sense[] {
  const senses = [...contentOf(parsed), ...formsOf(parsed)];
  return asksWhyToo(parsed) ? ['reason', ...senses] : senses;
}

/** "Which one do you like, and why?" */
function asksWhyToo({ core, matrices }: Parsed): boolean {
  return core.length > 2 && core.at(-1) === 'why' && core.at(-2) === 'and' && !matrices.includes('know');
}

function contentOf(parsed: Parsed): Sense[] {
  const { clause, matrices } = parsed;
  if (matrices.includes('know')) return ['known'];
  if (isPleasantry(parsed)) return ['pleasantry'];
  if (isHeading(parsed)) return ['heading'];
  if (clause.wh === 'why') return [reasonOf(parsed)];
  if (clause.wh === 'if') return ['supposing'];
  if (clause.wh === 'how') return [howOf(parsed)];
  if (clause.wh === 'what') return whatOf(parsed);
  if (clause.wh !== '') return [isSource(parsed) ? 'source' : 'one of a kind'];
  return [withoutWh(parsed)];
}

const pleasantries =
  /^(?:how do you do|how (?:is|are) (?:it|things|everything|life|we|you)(?: all)? going|how are things|how is everything|how have (?:you|we) been|how goes it|what is (?:up|new))(?: (?:today|this morning|with you|over there|over here|now|there|here|everybody|everyone|guys|friends))*$/u;

/** "How do you do?", "what's up?": whoever says so greets. */
function isPleasantry({ core }: Parsed): boolean {
  return pleasantries.test(core.join(' '));
}

/** "Where is she going?": a place, or a plan that is told. "Where did it go?" asks for a place. */
function isHeading({ clause, core }: Parsed): boolean {
  return clause.wh === 'where' && clause.auxClass === 'be' && core.includes('going') && !clause.future;
}

/** "What is a nest?" */
function isDefinition({ core }: Parsed): boolean {
  const [, be, article] = core;
  return (be === 'is' || be === 'are') && core.length === 4 && (article === 'a' || article === 'an');
}

function withoutWh({ core, matrices, main }: Parsed): Sense {
  const first = core[0] ?? '';
  if (first === 'about' || first === 'more' || first === 'through') return 'telling about';
  if (matrices.includes('tell')) return first === 'if' || first === 'whether' ? 'yes or no' : 'telling it';
  if (core.at(-1) === 'what' && core.at(-2) === 'then') return 'event';
  return main ? 'yes or no' : 'statement';
}

function reasonOf({ clause, core }: Parsed): Sense {
  if (core[1] === 'not') return verbBase(core[2] ?? '') ? 'suggestion' : 'reason';
  const negated = core[1] !== 'come' && core.slice(2, 4).includes('not');
  const people = clause.subject === 'we' || clause.subject === 'you' || clause.subject === 'i';
  return negated && clause.aux === 'do' && people ? 'suggestion' : 'reason';
}

function howOf(parsed: Parsed): Sense {
  const { clause, core } = parsed;
  const object = clause.object[0] ?? '';
  const verb = clause.verbs[0] ?? '';
  if (object === 'about') return 'suggestion';
  if (quantities.has(object)) return 'quantity';
  if (clause.auxClass === 'be' && (verb === '' || verb === 'do')) {
    if (core.some((word) => comparing.has(word))) return 'comparison';
    return isState(core) ? 'state' : 'manner';
  }
  if (clause.verbs.slice(0, 2).some((word) => qualities.has(word))) {
    return clause.verbs.includes('sound') ? 'sound' : 'quality';
  }
  if (core.includes('like')) return 'liking';
  if (saying.has(verb)) return 'wording';
  if (clause.auxClass === 'none' || clause.auxClass === 'have') return 'other how';
  if (verb === '' || verb === 'go' || verb === 'sleep') return 'course';
  return verb === 'want' ? 'preference' : 'manner';
}

/** "How are you", "how is the soup today": polite or about a state, unlike "how is that possible". */
function isState(core: readonly string[]): boolean {
  if (core[2] === 'you') return true;
  const rest = core.slice(2).filter((word) => !greetingWords.has(word));
  return rest.length <= (owners.has(rest[0] ?? '') ? 2 : 1);
}

function whatOf(parsed: Parsed): Sense[] {
  const { clause, core, matrices } = parsed;
  const object = clause.object[0] ?? '';
  const thought = matrices.includes('think');
  if (thought && (core.length === 1 || thoughtOpeners.has(core[1] ?? ''))) return ['opinion'];
  if (core.length === 1) return [parsed.tokens.at(-2) === 'then' ? 'event' : 'bare what'];
  if (isCause(parsed)) return ['reason'];
  if (object === 'else') return ['something else', ...moreThanOne(clause.aux === '' ? [] : doingsOf(parsed))];
  if (object === 'about') return ['what about'];
  if (object.startsWith('happen')) return ['event'];
  if (ofThings.has(object) && (core[3] === 'things' || core[3] === 'stuff')) return doingsOf(parsed);
  if (attributes.has(object)) return ['attribute'];
  if (openNouns.has(object)) return ['open noun'];
  if (object !== '' && object !== 'the') return ['some noun'];
  return doingsOf(parsed);
}

/** "What kinds of things …" asks no more than "what …". */
const ofThings = new Set(['kind', 'kinds', 'sort', 'sorts', 'type', 'types']);

/** "What makes it go", "what made you sad" ask why; "what made that noise" asks for a thing. */
function isCause({ clause, core }: Parsed): boolean {
  if (core[1] !== 'makes' && core[1] !== 'made') return false;
  return (core.length > 3 && persons.has(core[2] ?? '')) || clause.verbs.length > 1;
}

const persons = new Set(['you', 'it', 'him', 'her', 'them', 'us', 'me']);

/** Senses that ask for one thing; "else" asks for one more of several, so they do not hold with it. */
const single: ReadonlySet<Sense> = new Set([
  'identity',
  'thing',
  'wish',
  'doing something',
  'future thing',
  'known noun',
]);

function moreThanOne(senses: readonly Sense[]): Sense[] {
  return senses.filter((sense) => !single.has(sense));
}

/** "What" with a clause behind it: what is going on in the clause says what is asked for. */
function doingsOf(parsed: Parsed): Sense[] {
  const { clause, core, matrices } = parsed;
  const { verbs, future, auxClass, ing } = clause;
  const verb = verbs[0] ?? '';
  if (verbs.includes('happen') || core.includes('happening')) return [future ? 'prediction' : 'event'];
  if (core.includes('going') && core.includes('on')) return ['event'];
  if (auxClass === 'be' && ing === 'do') return ['activity'];
  if (verbs.includes('mean')) return ['meaning'];
  if (auxClass === 'be' && ing === 'think') return ['opinion'];
  if (auxClass === 'be' && acting.has(ing)) return ['activity', 'making'];
  if (auxClass === 'be' && ing !== '') return ['doing something'];
  if (isWhatTastes(parsed)) return ['thing'];
  if (thinking.has(verb) || thinking.has(verbs[1] ?? '')) return ['opinion'];
  if (verbs.includes('remind') || core.includes('common')) return ['comparison'];
  if (isQuality(parsed)) return ['quality'];
  if (auxClass === 'do' && verb === '' && core.includes('like')) return [core.includes('about') ? 'opinion' : 'wish'];
  const liked = auxClass === 'will' && core.at(-1) === 'like';
  if (liked) return ['wish'];
  if (verb === '' && core.some((word) => comparing.has(word))) return ['comparison'];
  const may = mayOf(clause.aux);
  if (verbs.at(-1) === 'do' || verbs.slice(0, 2).includes('do')) return [future ? 'prediction' : 'deed', ...may];
  if (verb === 'want' || verb === 'need' || core.slice(0, 5).includes('like')) return ['wish', ...may];
  if (auxClass === 'can' || core.slice(1, 4).some((word) => word === 'should' || word === 'could')) {
    return ['possibility', ...may];
  }
  if (perceptions.has(verb)) return verb === 'notice' ? ['perception', 'noticing'] : ['perception'];
  // What somebody will build or draw is a plan; what a thing will be is a fact.
  if (future) return [verbs.some((word) => acting.has(word)) ? 'prediction' : 'future thing'];
  if (isDefinition(parsed)) return ['definition'];
  if (auxClass === 'be') return nounOf(core);
  return [verb === '' ? 'identity' : 'thing', ...(matrices.includes('think') ? (['thought'] as const) : [])];
}

const maying = new Set(['can', 'could', 'should', 'might', 'would']);

function mayOf(aux: string): Sense[] {
  return maying.has(aux) ? ['what may be'] : [];
}

function nounOf(core: readonly string[]): Sense[] {
  if (core.some((word) => closedNouns.has(word))) return ['identity', 'known noun'];
  return [core.some((word) => openNouns.has(word)) ? 'open noun' : 'identity'];
}

/** "Where did you get 312?" asks how it came about; "where did you get the hat?" for a place. */
function isSource({ clause, core }: Parsed): boolean {
  if (clause.wh !== 'where' || !core.some((word) => numberWords.has(word))) return false;
  return clause.verbs.includes('get') || clause.verbs.includes('come');
}

/** "What tastes better", "what looks soft": asks for a thing, not for its taste. */
function isWhatTastes({ core }: Parsed): boolean {
  const verb = core[1] ?? '';
  return qualities.has(verbBase(verb) ?? '') && verb.endsWith('s') && !core.some((word) => comparing.has(word));
}

/** "What does it feel like"; not "what shall we look at". */
function isQuality({ clause, core }: Parsed): boolean {
  const verb = clause.verbs.slice(0, 2).find((word) => qualities.has(word));
  if (verb === undefined) return false;
  const after = core[core.findIndex((word) => verbBase(word) === verb) + 1] ?? '';
  return after !== 'at' && after !== 'for';
}
