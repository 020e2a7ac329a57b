/** Spoken short forms in full, so that "what's he gonna do" and "what is he going to do" are the same to the model. */
const spoken = new Map<string, readonly string[]>(
  Object.entries({
    gonna: 'going to',
    wanna: 'want to',
    gotta: 'got to',
    hafta: 'have to',
    kinda: 'kind of',
    lemme: 'let me',
    gimme: 'give me',
    dunno: 'do not know',
    didja: 'did you',
    whatcha: 'what are you',
    "what'cha": 'what are you',
    "d'you": 'do you',
    ya: 'you',
    yah: 'you',
    "y'all": 'you all',
    "can't": 'can not',
    cannot: 'can not',
    "won't": 'will not',
    "shan't": 'shall not',
    "ain't": 'is not',
    "let's": 'let us',
    "'cause": 'because',
    cuz: 'because',
    whats: 'what is',
    hows: 'how is',
    wheres: 'where is',
    whos: 'who is',
    ok: 'okay',
    mhm: 'mmhm',
  }).map(([short, full]) => [short, full.split(' ')]),
);

const endings = new Map([
  ["'re", 'are'],
  ["'ll", 'will'],
  ["'ve", 'have'],
  ["'m", 'am'],
  ["'d", 'did'],
]);

/** After these, 's is a short "is"; after a noun it is more often the genitive, which says nothing about the question. */
const takesIs = new Set(
  'what who where when why how that this it he she there here everything everybody everyone which one'.split(' '),
);

/** The end of a sentence: a run of marks before white space. The look behind keeps long runs from costing more than once. */
const sentenceEnd = /(?<![.!?…])[.!?…]+["'”)]*(?=\s|$)/gu;
const abbreviation = /(?:^|\s)(?:mr|mrs|ms|dr|st)$/iu;
const wordCharacter = /[\p{L}\d]/u;
const curlyApostrophe = /[’‘`]/gu;
const wordPattern = /\[name\]|[\p{L}]+(?:'[\p{L}]+)*|'(?:cause)\b|[$]?\d[\d.,/:]*|[,;–—]|-{2,}/giu;

/** A pause inside a sentence (comma, dash), where the recogniser wrote one. */
export const pauseToken = ',';

/**
 * The last question of a text (its last sentence, where none has a question mark) as lower-case tokens: short forms in
 * full, numbers as `#`, masked names as `NAME`, stammered repetitions once, pauses as `,`. Empty when the text has no
 * word. Linear in the text's length.
 */
export function tokensOf(text: string): string[] {
  return withoutStammer(rawTokensOf(lastQuestion(text)));
}

function lastQuestion(text: string): string {
  let start = 0;
  let last = '';
  let lastAsked = '';
  for (const { 0: mark, index } of text.matchAll(sentenceEnd)) {
    if (mark === '.' && abbreviation.test(text.slice(Math.max(0, index - 4), index))) continue;
    const sentence = text.slice(start, index + mark.length);
    start = index + mark.length;
    if (!wordCharacter.test(sentence)) continue;
    last = sentence;
    if (mark.includes('?')) lastAsked = sentence;
  }
  const rest = text.slice(start);
  if (start === 0 || (lastAsked === '' && wordCharacter.test(rest))) return rest;
  return lastAsked === '' ? last : lastAsked;
}

/** The tokens of one piece of text as they stand, stammers included: none for a piece without a word. */
export function rawTokensOf(piece: string): string[] {
  const tokens: string[] = [];
  for (const raw of piece.replaceAll(curlyApostrophe, "'").match(wordPattern) ?? []) {
    const first = raw.charCodeAt(0);
    if (raw === '[NAME]') tokens.push('NAME');
    else if (first === dollar || (first >= zero && first <= nine)) tokens.push('#');
    else if (pauseMarks.has(raw.charAt(0))) pushPause(tokens);
    else pushWord(tokens, raw.toLowerCase());
  }
  if (tokens.at(-1) === pauseToken) tokens.pop();
  return tokens;
}

const [dollar, zero, nine] = [0x24, 0x30, 0x39];
const pauseMarks = new Set([',', ';', '–', '—', '-']);

function pushPause(tokens: string[]): void {
  if (tokens.length > 0 && tokens.at(-1) !== pauseToken) tokens.push(pauseToken);
}

function pushWord(tokens: string[], word: string): void {
  const full = spoken.get(word);
  if (full) {
    tokens.push(...full);
    return;
  }
  if (word.endsWith("n't")) {
    tokens.push(word.slice(0, -3), 'not');
    return;
  }
  const apostrophe = word.lastIndexOf("'");
  if (apostrophe < 1) {
    tokens.push(word);
    return;
  }
  const stem = word.slice(0, apostrophe);
  const ending = word.slice(apostrophe);
  tokens.push(stem);
  if (ending === "'s") tokens.push(takesIs.has(stem) ? 'is' : "'s");
  else tokens.push(endings.get(ending) ?? ending);
}

/** "who who feeds", "how many how many is": one to three words said again at once are one start. */
function withoutStammer(tokens: readonly string[]): string[] {
  const kept: string[] = [];
  for (const token of tokens) {
    kept.push(token);
    for (const length of [3, 2, 1]) dropRepeat(kept, length);
  }
  return kept;
}

function dropRepeat(tokens: string[], length: number): void {
  for (const pause of [0, 1]) {
    const second = tokens.length - length;
    const first = second - pause - length;
    if (first < 0 || (pause === 1 && tokens[second - 1] !== pauseToken)) continue;
    let same = true;
    for (let index = 0; index < length && same; index += 1) {
      const token = tokens[second + index];
      same = token === tokens[first + index] && token !== '#' && token !== pauseToken;
    }
    if (same) tokens.length = first + length;
  }
}
