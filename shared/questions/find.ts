import type { FoundQuestion } from '../lessons/question.ts';
import type { Transcript } from '../lessons/transcript.ts';
import { answerReader } from './finding/answered.ts';
import { isUnlikely } from './finding/misheard.ts';
import { isQuoted } from './finding/quoted.ts';
import { beganIn, isLoneTag, isRelative, ruleFor } from './finding/rules.ts';
import { joined, type Sentence, sentencesOf } from './finding/sentences.ts';
import { isAnswer } from './finding/spanish/answer.ts';
import { textOf } from './finding/spoken.ts';
import { timedWords } from './words.ts';

/** How much talk around a question goes with it, in characters. */
const contextLetters = 200;
/** A tag that checks what was said follows it within so many seconds. */
const tagPause = 1;
/** Words around a question that can tell that it is quoted. */
const quoteReach = 6;

/**
 * The questions of a transcript in order of time, with or without question marks, as docs/codebook.md says what a
 * question is. Times come from the words'; where the recogniser gave none, they are spread over the voice of the segment.
 * Ids are `q001`, `q002`, … by time: the same transcript gives the same ids.
 */
export function findQuestions(transcript: Transcript): FoundQuestion[] {
  const words = timedWords(transcript).map((word) => ({ language: transcript.language, ...word }));
  const sentences = joinParts(sentencesOf(words));
  const found: FoundQuestion[] = [];
  const readingOf = answerReader();
  let first = 0;
  for (const [at, sentence] of sentences.entries()) {
    const next = first + sentence.words.length;
    const asks = ruleFor(sentence) !== undefined && !isAnswer(sentence, sentences[at - 1]);
    const reading = readingOf(sentence, asks);
    if (reading === 'question' || reading === 'in doubt') {
      const quoted = isQuoted(
        sentence,
        words.slice(Math.max(0, first - quoteReach), first),
        words.slice(next, next + quoteReach),
      );
      found.push({
        id: `q${String(found.length + 1).padStart(3, '0')}`,
        start: sentence.start,
        end: sentence.words.at(-1)?.end ?? 0,
        text: sentence.text,
        before: textOf(words.slice(Math.max(0, first - contextLetters), first)).slice(-contextLetters),
        after: textOf(words.slice(next, next + contextLetters)).slice(0, contextLetters),
        quoted,
        ...languageOf(sentence),
        ...doubtOf(sentence, reading === 'in doubt'),
      });
    }
    first = next;
  }
  return found;
}

/** A question that was heard in Spanish says in which language it begins; of others it is told from their words. */
function languageOf(sentence: Sentence): Pick<FoundQuestion, 'language'> {
  const language = beganIn(sentence);
  return language === undefined ? {} : { language };
}

/** That what may answer the question before it asks one. */
const asksAfterAll = 0.5;

/** Whether a question's words, or the one that makes it a question, are to be doubted, and how likely they are right. */
function doubtOf(
  { words, asking, rough }: Sentence,
  mayAnswer: boolean,
): Pick<FoundQuestion, 'doubtful' | 'mayAnswer' | 'wordProbability'> {
  const doubts = words.flatMap(({ doubt, probability }) =>
    doubt !== undefined ? [doubt] : rough && probability !== undefined ? [Math.log(probability)] : [],
  );
  const { probability = 1 } = asking ?? {};
  if (doubts.length === 0 && !isUnlikely(asking) && !mayAnswer) return {};
  const mean = doubts.reduce((sum, doubt) => sum + doubt, 0) / Math.max(1, doubts.length);
  const heard = Math.min(1, probability, Math.exp(mean));
  return mayAnswer
    ? { doubtful: true, mayAnswer: true, wordProbability: asksAfterAll * heard }
    : { doubtful: true, wordProbability: heard };
}

/** Puts lone tags and relative clauses back to the sentence that they belong to. */
function joinParts(sentences: readonly Sentence[]): Sentence[] {
  const whole: Sentence[] = [];
  for (const sentence of sentences) {
    const last = whole.at(-1);
    const tag = last && isLoneTag(sentence) && sentence.pauseBefore <= tagPause && ruleFor(last) === undefined;
    if (last && tag) whole[whole.length - 1] = joined(last, sentence);
    // What goes on with a statement asks no more than the statement did, whatever mark was written.
    else if (last && isRelative(sentence))
      whole[whole.length - 1] = joined(last, sentence, ruleFor(last) !== undefined);
    else whole.push(sentence);
  }
  return whole;
}
