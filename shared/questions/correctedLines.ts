import type { Segment, Span, Transcript, Word } from '../lessons/transcript.ts';
import { correctedSpeakers } from '../speakers/correctedSpeakers.ts';
import type { Said } from '../speakers/saidVoices.ts';
import { sharedTime } from './keepReviewed.ts';
import type { LineChange } from './reviewState.ts';

/** A correction and a segment are of the same words when they share this much of the shorter one's time. */
const leastShared = 0.5;

/** The index of the segment that a correction is of, -1 where none is: another analysis has cut the talk otherwise. */
export function lineAt(segments: readonly Span[], at: Span): number {
  let best = -1;
  let most = leastShared;
  for (const [index, segment] of segments.entries()) {
    if (segment.start > at.end) break;
    const shared = sharedTime(segment, at);
    if (shared < most) continue;
    // Of several that lie within it, the one that begins with it.
    if (best >= 0 && shared === most) continue;
    best = index;
    most = shared;
  }
  return best;
}

/**
 * A transcript as people have corrected it. A line that a person wrote was heard, however doubtful it was. Words that
 * stay keep their times; new ones share the time of those in whose place they stand.
 * @param said who says what, after the lines are as people have them
 */
export function correctedTranscript<T extends Pick<Transcript, 'segments' | 'speakers'>>(
  transcript: T,
  lines: readonly LineChange[],
  said: readonly Said[] = [],
): T {
  if (lines.length === 0) return correctedSpeakers(transcript, said);
  const segments = [...transcript.segments];
  for (const line of lines) {
    const index = lineAt(segments, line);
    const segment = segments[index];
    if (segment === undefined) continue;
    if (line.kind === 'line') segments[index] = rewritten(segment, line.text);
    else segments.splice(index, 1, ...cutAt(segment, line.at));
  }
  return correctedSpeakers({ ...transcript, segments }, said);
}

/** A segment as two, cut where a word begins nearest to a moment; whole where it has no word there. */
export function cutAt(segment: Segment, at: number): Segment[] {
  const { words = [], text: _, ...rest } = segment;
  const first = words
    .map(({ start }, index) => ({ index, far: Math.abs(start - at) }))
    .slice(1)
    .reduce<{ index: number; far: number } | undefined>(
      (best, one) => (best === undefined || one.far < best.far ? one : best),
      undefined,
    );
  const begins = first === undefined ? undefined : words[first.index];
  if (first === undefined || begins === undefined) return [segment];
  const piece = (own: readonly Word[], start: number, end: number) => ({
    ...rest,
    start,
    end,
    text: own.map((word) => word.text).join(' '),
    words: [...own],
  });
  const before = words.slice(0, first.index);
  const ends = Math.min(before.at(-1)?.end ?? begins.start, begins.start);
  return [
    piece(before, segment.start, Math.max(segment.start, ends)),
    piece(words.slice(first.index), begins.start, Math.max(begins.start, segment.end)),
  ];
}

function rewritten({ words, heard: _heard, ...segment }: Segment, text: string): Segment {
  const heard = 'clear';
  if (words === undefined || words.length === 0) return { ...segment, text, heard };
  return { ...segment, text, words: retimed(words, text).map((word) => ({ ...word, heard })), heard };
}

function retimed(before: readonly Word[], text: string): Word[] {
  const texts = text.split(/\s+/u).filter((word) => word !== '');
  let same = 0;
  while (same < Math.min(before.length, texts.length) && before[same]?.text === texts[same]) same += 1;
  let tail = 0;
  while (
    tail < Math.min(before.length, texts.length) - same &&
    before[before.length - 1 - tail]?.text === texts[texts.length - 1 - tail]
  )
    tail += 1;
  const replaced = before.slice(same, before.length - tail);
  const put = texts.slice(same, texts.length - tail);
  const around = { from: before[same - 1]?.end ?? before[0]?.start ?? 0, to: before[before.length - tail]?.start };
  const from = replaced[0]?.start ?? around.from;
  const to = replaced.at(-1)?.end ?? around.to ?? before.at(-1)?.end ?? from;
  return [...before.slice(0, same), ...spreadOver(put, from, to, replaced), ...before.slice(before.length - tail)];
}

function spreadOver(texts: readonly string[], from: number, to: number, replaced: readonly Word[]): Word[] {
  // Word for word: a name that was misheard was said at the same time.
  if (texts.length === replaced.length)
    return texts.flatMap((text, index) => (replaced[index] === undefined ? [] : [{ ...replaced[index], text }]));
  const letters = texts.reduce((sum, text) => sum + text.length, 0);
  let done = 0;
  return texts.map((text) => {
    const start = from + ((to - from) * done) / letters;
    done += text.length;
    return { start, end: from + ((to - from) * done) / letters, text };
  });
}
