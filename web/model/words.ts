import type { Transcript } from '../api/review.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Word extends Span {
  readonly text: string;
}

const middle = ({ start, end }: Span) => (start + end) / 2;
const inside = (at: number, { start, end }: Span) => at >= start && at <= end;

/** All words of a line; of one without word times, the line itself. */
const wordsOf = ({ start, end, text, words, heard }: Transcript['segments'][number]): readonly Word[] =>
  heard === 'not-understood' ? [] : words === undefined || words.length === 0 ? [{ start, end, text }] : words;

/** What was said within a stretch of time: the words whose middles are in it. */
export function wordsIn(transcript: Transcript | undefined, span: Span): string {
  return (transcript?.segments ?? [])
    .filter(({ start, end }) => end >= span.start && start <= span.end)
    .flatMap(wordsOf)
    .filter((word) => inside(middle(word), span))
    .map(({ text }) => text)
    .join(' ');
}

/** Where a question that was missed at a time most likely is: the line that is said then, or the two seconds before. */
export function spanAt(transcript: Transcript | undefined, time: number, duration: number): Span {
  const line = transcript?.segments.findLast(({ start }) => start <= time + 0.05);
  if (line !== undefined && time <= line.end + 1) return { start: line.start, end: line.end };
  const start = Math.max(0, time - 2);
  return { start, end: Math.min(duration, Math.max(time, start + 1)) };
}

interface Split {
  readonly at: number;
  readonly texts: readonly [string, string];
}

/** Where a question is best cut in two: at a time in it, else where its first sentence ends, else in the middle. */
export function wordsSplit(transcript: Transcript | undefined, question: Word, time: number): Split {
  const { start, end, text } = question;
  const tokens = text.split(/\s+/u).filter((word) => word !== '');
  const timed = (transcript?.segments ?? [])
    .flatMap(({ words }) => words ?? [])
    .filter((word) => inside(middle(word), question));
  const known = timed.length === tokens.length ? timed : undefined;
  const within = time > start + 0.1 && time < end - 0.1;
  const sentence = tokens.findIndex((word, at) => at < tokens.length - 1 && /[?.!…]$/u.test(word)) + 1;
  const share = within ? (time - start) / (end - start) : 0.5;
  const byTime =
    known === undefined ? Math.round(share * tokens.length) : known.filter((word) => middle(word) < time).length;
  const chosen = within ? byTime : sentence || Math.round(tokens.length / 2);
  const count = Math.min(Math.max(1, chosen), Math.max(1, tokens.length - 1));
  const [before, after] = [known?.[count - 1], known?.[count]];
  const border =
    before && after
      ? (before.end + after.start) / 2
      : within
        ? time
        : start + (end - start) * (count / Math.max(1, tokens.length));
  return {
    at: Math.round(border * 1000) / 1000,
    texts: [tokens.slice(0, count).join(' '), tokens.slice(count).join(' ')],
  };
}
