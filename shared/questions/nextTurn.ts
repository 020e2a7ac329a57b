/** A piece of transcript, as far as it matters here: the page has its own, and uses this file as well. */
interface Segment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly words?: readonly { readonly start: number; readonly end: number; readonly text: string }[] | undefined;
  readonly speaker?: number | null | undefined;
}

/** A pause after which whoever spoke begins a new turn. */
const turnPauseSeconds = 2;
/** What is shown with a question: enough to see who answered what. */
const mostCharacters = 200;

/**
 * What was said next after a question, by one voice without a long pause; without voices, the rest of the piece of
 * transcript. Undefined where nothing was.
 * @param segments in order of time
 */
export function nextTurn({ end }: Pick<Segment, 'end'>, segments: readonly Segment[]): string | undefined {
  const said: string[] = [];
  let until = Number.POSITIVE_INFINITY;
  let speaker: number | null | undefined;
  for (const segment of segments) {
    if (segment.end <= end) continue;
    const own = wordsAfter(segment, end);
    if (own.length === 0) continue;
    if (said.length > 0 && (segment.speaker == null || segment.speaker !== speaker)) break;
    if (said.length > 0 && segment.start - until > turnPauseSeconds) break;
    said.push(...own);
    speaker = segment.speaker;
    until = segment.end;
  }
  const text = said.join(' ');
  if (text === '') return undefined;
  const signs = [...text];
  return signs.length <= mostCharacters
    ? text
    : `${signs
        .slice(0, mostCharacters - 1)
        .join('')
        .trimEnd()}…`;
}

function wordsAfter({ words, start, text }: Segment, end: number): string[] {
  if (words === undefined || words.length === 0) return start >= end ? [text] : [];
  return words.filter((word) => (word.start + word.end) / 2 > end).map((word) => word.text);
}
