import {
  asksOpinion,
  asksReason,
  asksWhatIs,
  called,
  calls,
  isNews,
  likened,
  type Opening,
  openingOf,
  openings,
  praise,
  pressing,
  toldWhat,
  topicsOf,
} from './answerForms.ts';
import type { Sentence } from './sentences.ts';
import { saidOf, spanishWords } from './spanish/said.ts';

/** As what a sentence is to be taken: `in doubt` may ask or answer, and sound does not tell which. */
type Reading = 'question' | 'in doubt' | 'answer' | 'statement';

/** An answer begins so soon behind its question, or behind the answer before it. Educators wait up to 10 s. Seconds. */
const longestWait = 10;
/** So short a statement behind a question leaves it open: "mmm", "yo sé", "no sé". Words. */
const fillerWords = 3;

/** The last question that was asked, and what was said since. */
interface Open {
  readonly opening: Opening | undefined;
  readonly asksReason: boolean;
  readonly asksWhatIs: boolean;
  readonly asker: number | undefined;
  readonly asked: ReadonlySet<string>;
  readonly answered: ReadonlySet<string>;
  readonly answerer: number | undefined;
  /** when the last that belongs to it was said */
  readonly end: number;
}

/**
 * Reads sentences in their order: which of those that are written as questions may be the answer to the one before.
 * "Porque" and "por qué" sound alike. Whoever asked and goes on, asks; another voice answers; where voices are not told,
 * what says nothing new asks again, and what says something new is in doubt.
 */
export function answerReader(): (sentence: Sentence, asks: boolean) => Reading {
  let open: Open | undefined;
  let topicsBefore: readonly string[] = [];
  return (sentence, asks) => {
    const core = saidOf(sentence.text.replace(called, '')).core.toLowerCase().replace(calls, '');
    const voice = sentence.words[0]?.speaker ?? undefined;
    const near = open !== undefined && sentence.start - open.end <= longestWait ? open : undefined;
    const reading = !asks
      ? 'statement'
      : near === undefined
        ? 'question'
        : readBehind(near, sentence.text, core, voice);
    const topics = topicsOf(sentence.text);
    if (reading === 'question')
      open = opened(sentence, core, voice, [...topics, ...(topics.length === 0 ? topicsBefore : [])]);
    else if (near !== undefined)
      open = reading === 'statement' ? told(near, sentence, core, voice, topics) : { ...near, end: endOf(sentence) };
    topicsBefore = topics;
    return reading;
  };
}

const endOf = ({ words, start }: Sentence): number => words.at(-1)?.end ?? start;

function opened(sentence: Sentence, core: string, asker: number | undefined, topics: readonly string[]): Open {
  const said = spanishWords(sentence.text).join(' ').toLowerCase();
  return {
    opening: openingOf(core) ?? openingOf(said),
    asksReason: asksReason.test(said),
    asksWhatIs: asksWhatIs.test(said),
    asker,
    asked: new Set(topics),
    answered: new Set(),
    answerer: undefined,
    end: endOf(sentence),
  };
}

/** What a statement leaves of the question before it: an answer that was written as one may be followed by another. */
function told(
  open: Open,
  sentence: Sentence,
  core: string,
  voice: number | undefined,
  topics: readonly string[],
): Open | undefined {
  if (praise.test(saidOf(sentence.text).all) || (voice !== undefined && voice === open.asker)) return undefined;
  const isShort = sentence.words.length <= fillerWords || openings.why.test(core);
  return {
    ...open,
    asksReason: open.asksReason && isShort,
    asksWhatIs: open.asksWhatIs && isShort,
    opening: isShort ? open.opening : undefined,
    answered: new Set([...open.answered, ...topics]),
    answerer: voice,
    end: endOf(sentence),
  };
}

function readBehind(open: Open, text: string, core: string, voice: number | undefined): Reading {
  const opening = openingOf(core);
  if (opening === undefined || (voice !== undefined && voice === open.asker)) return 'question';
  const topics = topicsOf(core);
  const isOther = voice !== undefined && open.asker !== undefined;
  if (opening === 'why') return readWhy(open, text, core, topics, isOther, voice);
  if (topics.length === 0) return 'question';
  const isNew = !topics.some((topic) => open.asked.has(topic) || open.answered.has(topic));
  if (opening === 'what') return open.asksWhatIs && toldWhat.test(`${core} `) && isNew ? 'in doubt' : 'question';
  if (opening !== open.opening || !isNew) return 'question';
  if (opening === 'how') return likened.test(core) ? 'in doubt' : 'question';
  return opening === 'who' && !isOther ? 'question' : 'in doubt';
}

function readWhy(
  open: Open,
  text: string,
  core: string,
  topics: readonly string[],
  isOther: boolean,
  voice: number | undefined,
): Reading {
  const isBare = /^(?:por ?que|because)$/u.test(core);
  if (isBare || asksOpinion.test(core) || pressing.test(spanishWords(text).join(' ').toLowerCase())) return 'question';
  const saysAgain = topics.some((topic) => isNews(topic) && open.answered.has(topic));
  if (!open.asksReason) return isOther && voice === open.answerer && !saysAgain ? 'in doubt' : 'question';
  if (/^por ?que (?:si|no)$/u.test(core)) return isOther ? 'answer' : 'in doubt';
  if (saysAgain || topics.every((topic) => open.asked.has(topic))) return isOther ? 'in doubt' : 'question';
  return isOther ? 'answer' : 'in doubt';
}
