import type { FoundQuestion } from '../lessons/question.ts';
import type { Transcript } from '../lessons/transcript.ts';
import { timedWords } from './words.ts';

const contextLetters = 200;
const asks =
  /^(?:(?:so|and|but|okay|ok|now|well|um|oh|then|yeah)[,\s]+)*(?:why|how|what|whats|what's|who|who's|where|where's|when|which|whose|(?:do|does|did|is|are|was|were|can|could|would|will|should|have|has) (?:you|we|i|he|she|it|they|this|that|there|the|your|anyone|anybody|everybody)|tell me|i wonder)\b/iu;

/** The questions of a transcript in order of time, with ids `q001`, `q002`, … */
export function findQuestions(transcript: Transcript): FoundQuestion[] {
  const words = timedWords(transcript);
  const found: FoundQuestion[] = [];
  let first = 0;
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    const ends = /[.?!…]["'”’)]*$/u.test(word.text) || next === undefined || next.start - word.end > 1.5;
    if (!ends) continue;
    const text = textOf(words.slice(first, index + 1));
    if (/\?["'”’)]*$/u.test(text) || asks.test(text)) {
      found.push({
        id: `q${String(found.length + 1).padStart(3, '0')}`,
        start: words[first]?.start ?? word.start,
        end: word.end,
        text,
        before: textOf(words.slice(Math.max(0, first - 50), first)).slice(-contextLetters),
        after: textOf(words.slice(index + 1, index + 51)).slice(0, contextLetters),
        quoted: false,
      });
    }
    first = index + 1;
  }
  return found;
}

function textOf(words: readonly { text: string }[]): string {
  return words.map(({ text }) => text).join(' ');
}
