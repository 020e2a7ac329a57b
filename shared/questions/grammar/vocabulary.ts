/** The closed word classes of English that a question's grammar is made of. All lower-case, in `tokensOf`'s forms. */

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/u));

export const whWords = words('what why how who whom whose which where when');

export const auxiliaries = words(
  'do does did is are am was were can could will would shall should may might must have has had',
);
export const formsOfBe = words('is are am was were be been being');
export const modals = words('can could will would shall should may might must');

export const pronouns = words('i you we he she it they this that these those there me us him her them');
/** What stands as subject behind an inverted verb, and as nothing else ("it" and "you" aside). */
export const subjects = words('i you we he she it they there');
export const articles = words('the a an my your his her our their');
export const determiners = words(
  'the a an my your his her its our their this that these those some any all each every',
);
export const anyones = words('anyone anybody everyone everybody someone somebody anything everything something one');

/** What people say before the question itself starts: fillers, answers to what was said before, calls for attention. */
export const openers = words(
  `so and but or okay well now then um uh uhm erm hm hmm mm mmm oh ah ooh aw wow yeah yes yep yup no nope nah hey hi hello
  alright good great nice cool perfect excellent exactly awesome please look listen wait mmhm uhhuh actually anyway maybe
  also first next guys friends everybody everyone kids boys girls sweetie honey buddy sir ma'am miss mr mrs ms teacher
  because just thanks sorry uhoh NAME`,
);
/** Openers of two words. */
export const openingPairs = words('all_right thank_you let_us us_see i_mean i_wonder you_guys my_friends');
/** A new clause may begin right after these, in the middle of what the recogniser wrote as one sentence. */
export const joiners = words('so and or but okay well now then');

/** Short checks at a sentence's end. */
export const tagWords = words('right okay huh yeah yes no eh hm hmm mmhm alright please');

/** After these a wh-clause is a part of the sentence and not its question. */
export const embeddingVerbs = words(
  `know tell show see remember wonder ask explain say guess hear understand find figure think describe notice learn read
  forget decide imagine mean about of like is was matter sure me us them him her everybody everyone class you`,
);

/** Common verbs of talk with young children, as base forms; what is not here still counts as a word. */
export const verbs = words(
  `act add agree answer ask babble bake be become begin believe belong bite blow bounce break breathe bring brush build
  burn buy call can carry catch change check choose circle clean climb close color come compare compose connect cook
  count cover crack crash create cross crawl cry cut dance decide describe develop dig disagree discover divide do drag
  draw dream dress drink drive drop dry eat end estimate explain explore fall feed feel fight figure fill find finish fit
  fix float fly fold follow forget freeze get give go grow guess happen hatch hate have hear help hide hit hold hop hurt
  imagine invent jump keep kick kiss know land laugh lay learn leave let lick lie lift like live look lose love make
  match matter mean measure melt mix move multiply name need notice observe open paint pass pay peel pet pick play plant
  point pour predict pretend pronounce protect prove pull push put rain ride read relate remember remind represent ride rip roll
  rub run say scare see sell send sense share shine shoot show sing sink sit sleep slide slip smell smile solve sort sound
  spell spend spill spin splash squeeze stand start stay stick stir stop stretch suppose swim swing take talk taste teach
  tear tell think throw tie touch transform travel try tumble turn understand use visit wait wake walk want wash watch
  wear weigh wiggle win wish wonder work worry write yell`,
);

const irregular = new Map(
  Object.entries({
    is: 'be',
    are: 'be',
    am: 'be',
    was: 'be',
    were: 'be',
    been: 'be',
    being: 'be',
    did: 'do',
    does: 'do',
    done: 'do',
    had: 'have',
    has: 'have',
    made: 'make',
    got: 'get',
    gotten: 'get',
    went: 'go',
    gone: 'go',
    said: 'say',
    told: 'tell',
    thought: 'think',
    felt: 'feel',
    found: 'find',
    saw: 'see',
    seen: 'see',
    took: 'take',
    came: 'come',
    gave: 'give',
    knew: 'know',
    built: 'build',
    ate: 'eat',
    fell: 'fall',
    ran: 'run',
    drew: 'draw',
    wrote: 'write',
    left: 'leave',
    kept: 'keep',
    broke: 'break',
    grew: 'grow',
    heard: 'hear',
    meant: 'mean',
    held: 'hold',
    bought: 'buy',
    brought: 'bring',
    caught: 'catch',
    chose: 'choose',
    lost: 'lose',
    won: 'win',
    wore: 'wear',
    began: 'begin',
    sank: 'sink',
    swam: 'swim',
    stuck: 'stick',
    dug: 'dig',
    lying: 'lie',
    tying: 'tie',
  }),
);

/** The base form of a verb, or undefined for what is not known as a verb. */
export function verbBase(word: string): string | undefined {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (verbs.has(word)) return word;
  for (const ending of ['ing', 'ed', 'es', 's']) {
    if (!word.endsWith(ending) || word.length < ending.length + 2) continue;
    const stem = word.slice(0, -ending.length);
    const single = stem.at(-1) === stem.at(-2) ? stem.slice(0, -1) : stem;
    for (const base of [stem, `${stem}e`, single, stem.endsWith('i') ? `${stem.slice(0, -1)}y` : stem]) {
      if (verbs.has(base)) return base;
    }
  }
  return undefined;
}
