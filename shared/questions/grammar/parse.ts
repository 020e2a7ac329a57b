import { type Clause, clauseOf } from './clause.ts';
import { afterOpeners, type Head, headsOf } from './heads.ts';
import { pauseToken, tokensOf } from './tokens.ts';
import { auxiliaries, tagWords, whWords } from './vocabulary.ts';

/** What a question can stand inside of: "do you think", "can you tell me", "do you know". */
export type Matrix = 'think' | 'tell' | 'know';

/** The grammar of one question, as far as its code depends on it. */
export interface Parsed {
  readonly tokens: readonly string[];
  readonly heads: readonly Head[];
  /** the last head that is not a tag: with several questions in a sentence the child is left with the last one */
  readonly main: Head | undefined;
  /** from the main head on, without pauses */
  readonly words: readonly string[];
  /** the words without tags at the end and without the matrix: the question proper */
  readonly core: readonly string[];
  readonly matrices: readonly Matrix[];
  readonly clause: Clause;
}

/** Words behind this many say nothing more about a question, but would cost time in a text that is no question. */
const longestQuestion = 80;

/** Takes a question apart. Linear in the length of its last sentence; never fails, whatever the text. */
export function parse(text: string): Parsed {
  const tokens = tokensOf(text);
  const heads = headsOf(tokens);
  const main = heads.findLast(({ kind }) => kind !== 'tag');
  const start = main?.at ?? afterOpeners(tokens);
  const words = withoutName(tokens.slice(start, start + longestQuestion)).filter((token) => token !== pauseToken);
  const matrices: Matrix[] = [];
  const core = withoutThinking(withoutTelling(withoutTags(words), matrices), matrices);
  if (isKnowing(core)) matrices.push('know');
  return { tokens, heads, main, words, core, matrices, clause: clauseOf(core) };
}

/** "What did you say, Mia": a single word behind a pause is a name, unless it says something by itself. */
function withoutName(words: readonly string[]): readonly string[] {
  const last = words.at(-1) ?? '';
  if (words.length < 4 || words.at(-2) !== pauseToken || words.includes('or')) return words;
  return tagWords.has(last) || whWords.has(last) || last === '#' ? words : words.slice(0, -2);
}

function withoutTags(words: readonly string[]): readonly string[] {
  let end = words.length;
  while (end > 1 && (tagWords.has(words[end - 1] ?? '') || words[end - 1] === 'NAME')) end -= 1;
  return words.slice(0, end);
}

const set = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const tellers = set(
  'tell explain describe talk share walk give prove elaborate say show convince hear understand know',
);
/** These ask for telling whatever follows: "can you describe your bug". */
const alwaysTell = set('explain describe prove elaborate convince');
/** "tell me more", "say more"; not "give me more", "walk more". */
const tellMore = set('tell explain describe say share');
/** What is told rather than handed over: "give me an example". */
const accounts = set('story example difference reason idea ideas thinking');
/** "can anybody please …", "who wants to …", "would you like to …". */
const leadsToTelling = set(
  'can could will would who wants want to like you i we please anyone anybody someone somebody guys just NAME ' +
    'also maybe quickly first again now try turn your and partner friend neighbor',
);
/** Before these the sentence is about the speaker's own understanding, which is not asked for without them. */
const wishing =
  /^(?:help (?:me|us) (?:to )?(?=understand|see)|i (?:want|need|(?:would|did) (?:like|love)) to (?=know|hear|understand))/u;
/** "Let's hear why", "show me how": other things are heard and shown, too. */
const reasons = set('why how');
const beginsToldClause = new Set([...whWords, 'about', 'through', 'if', 'whether', 'more']);
/** How many words may stand between the telling and what is told: "tell Mommy and Daddy what". */
const recipientWords = 3;

/** "Can you tell me why it sank" asks why it sank. */
function withoutTelling(words: readonly string[], matrices: Matrix[]): readonly string[] {
  const wish = wishing.exec(words.join(' '))?.[0].split(' ').length ?? 0;
  const telling = wish > 0 ? wish - 1 : words.findIndex((word) => !leadsToTelling.has(word));
  const teller = words[telling] ?? '';
  if (!tellers.has(teller) || !tells(teller, telling, wish > 0)) return words;
  const told = toldFrom(words, telling, teller);
  if (told === undefined) return words;
  matrices.push('tell');
  return words.slice(told);
}

/** "Let's hear why" asks to be told, "can you hear" does not; "help me understand" does, "do you understand" does not. */
function tells(teller: string, at: number, wished: boolean): boolean {
  if (teller === 'understand' || teller === 'know') return wished;
  return teller !== 'hear' || wished || at === 0;
}

/** Where what is told begins, or undefined where nothing is to be told. */
function toldFrom(words: readonly string[], telling: number, teller: string): number | undefined {
  const reach = teller === 'say' ? 1 : recipientWords + 1;
  for (let place = telling + 1; place <= telling + reach; place += 1) {
    const word = words[place] ?? '';
    if (!beginsToldClause.has(word) || (word === 'more' && !tellMore.has(teller))) continue;
    if (teller === 'say' && word !== 'more') continue;
    if (teller === 'show' && telling > 0 && !reasons.has(word)) continue;
    return place;
  }
  const bare = teller === 'tell' && telling === 0 && words.length === 2;
  const account = words.slice(telling + 1).some((word) => accounts.has(word));
  return bare || account || alwaysTell.has(teller) || teller === 'hear' ? telling + 1 : undefined;
}

/** "What do you think is happening" asks what is happening. */
function withoutThinking(words: readonly string[], matrices: Matrix[]): readonly string[] {
  if (!whWords.has(words[0] ?? '')) return words;
  const thinking = words.findIndex((word, index) => index > 1 && (word === 'think' || word === 'thinking'));
  const doing = words.findIndex((word) => word === 'do' || word === 'did' || word === 'does');
  if (doing < 1 || thinking <= doing || thinking - doing > 3) return words;
  matrices.push('think');
  return [...words.slice(0, doing), ...words.slice(thinking + 1)];
}

const knowing = set('know remember see hear understand guess');

/** "Do you know what …": yes or no, whatever stands inside. */
function isKnowing(words: readonly string[]): boolean {
  if (!auxiliaries.has(words[0] ?? '')) return false;
  const verb = words.findIndex((word, index) => index > 0 && index < 5 && knowing.has(word));
  return verb > 0 && whWords.has(words[verb + 1] ?? '');
}
