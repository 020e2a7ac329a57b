import type { Segment } from '../../shared/lessons/transcript.ts';
import { compareWords, plainWords } from '../../speech/measure/wordErrors.ts';
import { type PlacedPiece, pauseSeconds } from './recordings.ts';

/**
 * How a piece was written down: the languages of its clear words; `doubtful` where it has only words that are told as
 * hard to hear; `another` where it is told to be in another language; `unclear` where it has no words.
 */
export type Told = readonly string[] | 'doubtful' | 'another' | 'unclear';

/** What a transcript tells of a piece. */
export interface ToldPiece {
  readonly placed: PlacedPiece;
  readonly told: Told;
  /** All that was written, doubtful words too. */
  readonly text: string;
  /** Where the piece's words are known. */
  readonly words?: { readonly said: number; readonly errors: number };
}

const middle = ({ start, end }: { readonly start: number; readonly end: number }) => (start + end) / 2;

/** Words as they are compared: accents are often left out in lists of prompts. */
const compared = (text: string) => plainWords(text.normalize('NFD').replace(/\p{M}/gu, ''));

/** What the segments of its recording tell of a piece. */
export function toldOf(placed: PlacedPiece, segments: readonly Segment[]): ToldPiece {
  const from = placed.start - pauseSeconds / 2;
  const to = placed.end + pauseSeconds / 2;
  const words = segments
    .filter(({ heard }) => heard !== 'not-understood')
    .flatMap((segment) => (segment.words ?? [segment]).map(({ start, end, text }) => ({ start, end, text, segment })))
    .filter((word) => middle(word) >= from && middle(word) <= to);
  const clear = words.filter(({ segment }) => segment.heard === 'clear');
  const isAnother = segments.some(
    ({ start, end, heard, language }) =>
      heard === 'not-understood' && language !== undefined && Math.min(end, placed.end) > Math.max(start, placed.start),
  );
  const text = words.map((word) => word.text).join(' ');
  const { text: truth } = placed.piece;
  const said = compared(truth ?? '');
  return {
    placed,
    text,
    told:
      clear.length > 0
        ? [...new Set(clear.map(({ segment }) => segment.language ?? 'und'))].sort()
        : words.length > 0
          ? 'doubtful'
          : isAnother
            ? 'another'
            : 'unclear',
    ...(truth === undefined ? {} : { words: { said: said.length, errors: compareWords(said, compared(text)).errors } }),
  };
}

/** Below the first, an utterance's sound alone tells little. Seconds. */
export const lengths = [
  { name: 'under 1.2 s', below: 1.2 },
  { name: '1.2 to 3 s', below: 3 },
  { name: '3 s and more', below: Number.POSITIVE_INFINITY },
];

const lengthOf = ({ placed: { start, end } }: ToldPiece) => lengths.find(({ below }) => end - start < below)?.name;

/** The head of the table of pieces. @param allowed the languages that might be spoken */
export const headOf = (allowed: readonly string[]): string[] => [
  ...['spoken', 'length', 'pieces'],
  ...allowed.map((language) => `as ${language}`),
  ...['as several', 'hard to hear', 'another language', 'unclear', 'word errors'],
];

/** A row for each language that is spoken and each length, and one for all lengths. */
export function rowsOf(told: readonly ToldPiece[], allowed: readonly string[]): string[][] {
  const spoken = [...new Set(told.map(({ placed }) => placed.piece.language))].sort();
  return spoken.flatMap((language) => {
    const own = told.filter(({ placed }) => placed.piece.language === language);
    const row = (name: string, some: readonly ToldPiece[]) =>
      some.length === 0 ? [] : [[language, name, ...countsOf(some, allowed, allowed.includes(language))]];
    const byLength = lengths.flatMap(({ name }) =>
      row(
        name,
        own.filter((each) => lengthOf(each) === name),
      ),
    );
    return [...byLength, ...row('all', own)];
  });
}

function countsOf(some: readonly ToldPiece[], allowed: readonly string[], isAllowed: boolean): string[] {
  const count = (is: (told: Told) => boolean) => String(some.filter(({ told }) => is(told)).length);
  const known = some.flatMap(({ words }) => (words === undefined ? [] : [words]));
  const said = known.reduce((sum, each) => sum + each.said, 0);
  const errors = known.reduce((sum, each) => sum + each.errors, 0);
  return [
    String(some.length),
    ...allowed.map((language) => count((told) => Array.isArray(told) && told.length === 1 && told[0] === language)),
    count((told) => Array.isArray(told) && told.length > 1),
    ...(['doubtful', 'another', 'unclear'] as const).map((name) => count((told) => told === name)),
    isAllowed && said > 0 ? `${errors} of ${said} (${Math.round((100 * errors) / said)} %)` : '-',
  ];
}
