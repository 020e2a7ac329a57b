/** Words by what they say about the answer that a question invites. Verbs are base forms. */

const set = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/u));

/** "What …" before these asks for one of a kind. */
export const attributes = set(
  `color colors colour kind kinds number numbers time day month year shape shapes size letter letters name names animal
  word words sound type flavor side way page part song book place grade team season holiday date property piece picture`,
);
/** "How …" before these asks for a number or a measure. */
export const quantities = set(
  'many much old long far often big tall heavy high fast deep wide hot cold late soon small close less more bigger',
);
/** What one has many words for. */
export const openNouns = set(
  `idea ideas plan plans reason reasons purpose difference differences way ways story strategy strategies example
  examples thought thoughts thinking guess guesses opinion feeling feelings problem experience understanding advice
  solution evidence part connection similarities favorite job hypothesis lesson prediction predictions theory wrong matter`,
);
/** What has one word or number. */
export const closedNouns = set(
  `name names color answer number numbers word term called letter time shape age date opposite size total sum title kind
  animal food song toy`,
);
export const qualities = set('look feel taste smell sound');
export const perceptions = set('notice see hear observe discover learn remember know wonder understand');
/** Doing these is doing something at length. */
export const acting = set('make build work draw paint create write cook bake play try use design');
export const thinking = set('think agree imagine pretend feel wonder');
/** "What do you think …" goes on with these where it asks for the thought itself. */
export const thoughtOpeners = set('when about of if with then in and so');
export const saying = set('spell pronounce say call ask');
export const comparing = set('like same different alike similar common remind reminds compare difference differences');
/** What may stand beside the person or thing in "how are you all doing today". */
export const greetingWords = set(
  'doing today now here going guys all this morning everybody everyone girl boy in there',
);
export const owners = set('the a an my your his her our their');
/** After "or" these name no choice. */
export const vague = set('not what something anything whatever');
export const numberWords = set(
  '# number two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand',
);
/** Asking someone for these is asking what is on their mind, not a request to act. */
export const mental = set(
  'tell think know remember see hear feel guess imagine believe understand find notice explain describe',
);
export const repairs = set('pardon sorry huh excuse what');
