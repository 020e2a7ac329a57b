import { codeOf, type Label, type Question } from './code.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Less than this of a question in a line is the slack of times, not the question. Seconds. */
const slack = 0.2;

/**
 * The codes of the questions that are asked in each line, in order of time, with spaces between; '' for none.
 * @param lines in order of time
 * @param questions in order of time; those that were rejected are none
 */
export function codesOfLines(lines: readonly Span[], questions: readonly Question[]): string[] {
  const asked = questions.filter(({ rejected }) => rejected !== true);
  let from = 0;
  return lines.map((line) => {
    // Lines do not overlap by more than moments: what ended long before this one is in none that follow.
    while ((asked[from]?.end ?? Number.POSITIVE_INFINITY) < line.start - 5) from += 1;
    const codes: Label[] = [];
    for (let at = from; at < asked.length; at += 1) {
      const question = asked[at];
      if (question === undefined || question.start >= line.end) break;
      const shared = Math.min(question.end, line.end) - Math.max(question.start, line.start);
      const shortest = Math.min(question.end - question.start, line.end - line.start);
      if (shared >= Math.min(slack, shortest / 2) && shared > 0) codes.push(codeOf(question).label);
    }
    return codes.join(' ');
  });
}

/** What finds the words in a line, whatever their case; undefined for no words. */
export function finderOf(words: string): RegExp | undefined {
  const sought = words.trim();
  if (sought === '') return undefined;
  const signs = sought.replaceAll(/[\\^$.*+?()[\]{}|]/gu, '\\$&').replaceAll(/\s+/gu, '\\s+');
  // Apostrophes are typed in one way and written in another.
  return new RegExp(signs.replaceAll(/['’]/gu, "['’]"), 'giu');
}

/** A line's text cut where the words were found: every second piece is one that was sought. */
export function cutAt(text: string, finder: RegExp): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const found of text.matchAll(finder)) {
    pieces.push(text.slice(from, found.index), found[0]);
    from = found.index + found[0].length;
  }
  return [...pieces, text.slice(from)];
}
