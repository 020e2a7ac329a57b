import { type Codebook, ownCodebook } from '../lessons/codebook.ts';
import type { ShownQuestion } from '../lessons/question.ts';
import type { Segment, Transcript } from '../lessons/transcript.ts';
import { isDoubtful } from '../questions/metrics.ts';
import type { Language } from '../words/texts.ts';
import { countingCode } from './lessonExport.ts';
import { inPlaceOfWords, markIn } from './subtitleWords.ts';

/**
 * The transcript's segments with a mark before each question, in the segment in which it begins.
 * @param language of the marks, and of what stands in place of words
 * @param codebook by which the questions are shown
 */
export function codedCues(
  transcript: Transcript,
  questions: readonly ShownQuestion[],
  language: Language = 'en',
  codebook: Codebook = ownCodebook,
): Segment[] {
  const mark = (question: ShownQuestion) => {
    const { label, subtype } = countingCode(question);
    const { waitTimeSeconds } = question;
    return markIn(language, codebook, { label, subtype, doubtful: isDoubtful(question), waitTimeSeconds });
  };
  const asked = questions.filter(({ rejected }) => rejected !== true);
  const beginning = Map.groupBy(asked, (question) => segmentAt(transcript.segments, question.start));
  const shown = inPlaceOfWords(transcript.segments, language);
  return transcript.segments.map((segment, index) => {
    const marks = (beginning.get(segment) ?? [])
      .map((question) => ({ at: placeOf(question, segment), text: `${mark(question)} ` }))
      .toSorted((a, b) => a.at - b.at);
    // From the last to the first, so that places found in the plain text stay true.
    const text = marks.reduceRight(
      (whole, { at, text }) => whole.slice(0, at) + text + whole.slice(at),
      shown[index]?.text ?? segment.text,
    );
    const { start, end, heard, language, speaker } = segment;
    return { start, end, text, heard, language, speaker };
  });
}

/** The last segment that has begun at a time, by bisection: segments are in order. */
function segmentAt(segments: readonly Segment[], seconds: number): Segment | undefined {
  let from = 0;
  let to = segments.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((segments[middle]?.start ?? 0) <= seconds + tolerance) from = middle + 1;
    else to = middle;
  }
  return segments[Math.max(0, from - 1)];
}

const tolerance = 0.001;

/** Where in a segment's text a question begins, in characters: at the word that begins then, else at the same words. */
function placeOf(question: ShownQuestion, segment: Segment): number {
  let at = 0;
  for (const word of segment.words ?? []) {
    const found = word.text === '' ? -1 : segment.text.indexOf(word.text, at);
    if (word.start >= question.start - tolerance) return found < 0 ? at : found;
    if (found >= 0) at = found + word.text.length;
  }
  return Math.max(0, segment.text.indexOf(question.text));
}
