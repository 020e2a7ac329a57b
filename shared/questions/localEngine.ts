import type { Code, Subtype } from '../lessons/question.ts';
import type { CodingEngine, CodingOptions, QuestionText } from './engine.ts';

/** The engine that needs no network: synchronous inside, with the interface of all engines around it. */
export interface LocalEngine extends CodingEngine {
  codeOne(question: QuestionText, options?: CodingOptions): Code;
}

const open: readonly [RegExp, Subtype][] = [
  [/\b(?:why(?! don'?t (?:we|you))|how come|how did|how do you know|how do|how does)\b/u, 'explain'],
  [/\b(?:what if|what will happen|what would happen|going to happen|gonna happen)\b/u, 'predict'],
  [/\btell (?:me|us) (?:more|about)\b/u, 'prompt'],
  [/\bwhat else (?:could|can|might|do)\b|\bwhat do you think\b/u, 'ideas'],
  [/\bwhat .*\b(?:doing|making|happening|happened|notice|look like|feel)\b|\bhow (?:does|do) .* feel\b/u, 'describe'],
];
const closed: readonly [RegExp, Subtype][] = [
  [/\b(?:right|okay|huh|isn't it|don't you|aren't they)\?*$/u, 'tag'],
  [/\S+ \S+ what\?*$/u, 'fill-in'],
  [/^(?:what|pardon|huh)\?*$/u, 'repair'],
  [/\b(?:what|which|who|whose|where|when|how many|how much|how old)\b/u, 'specific-answer'],
  [/\bor\b/u, 'choice'],
  [/^(?:can|could|will|would) you\b|^why don't (?:we|you)\b/u, 'request'],
];

/** The local engine, ready to use. */
export function localEngine(): LocalEngine {
  const modelVersion = 'rules-0';
  const codeOne = ({ text }: QuestionText): Code => {
    const lower = text.toLowerCase().replaceAll('’', "'").trim();
    const isOpen = open.find(([pattern]) => pattern.test(lower));
    const isClosed = closed.find(([pattern]) => pattern.test(lower));
    const base = { engine: 'local', modelVersion };
    if (isOpen) return { ...base, label: 'OEQ', subtype: isOpen[1], confidence: 0.8 };
    return { ...base, label: 'CEQ', subtype: isClosed?.[1] ?? 'yes-no', confidence: 0.8 };
  };
  return {
    name: 'local',
    modelVersion,
    codeOne,
    code: async (questions) => questions.map((question) => codeOne(question)),
  };
}
