import { useMemo, useState } from 'preact/hooks';
import { finderOf } from '../model/transcriptMarks.ts';

interface Search {
  readonly words: string;
  readonly finder: RegExp | undefined;
  readonly count: number;
  readonly place: number;
  readonly set: (words: string) => void;
  /** The line to go to from `line`; undefined where there is none. */
  readonly step: (step: 1 | -1, line: number) => number | undefined;
}

/** Which lines have the words that are sought. At the end it goes on from the beginning. */
export function useTranscriptSearch(lines: readonly { readonly text: string }[]): Search {
  const [words, setWords] = useState('');
  const [shown, setShown] = useState<number>();
  const finder = useMemo(() => finderOf(words), [words]);
  const found = useMemo(
    () => (finder === undefined ? [] : lines.flatMap(({ text }, at) => (text.search(finder) < 0 ? [] : [at]))),
    [lines, finder],
  );
  const set = (next: string) => {
    setWords(next);
    setShown(undefined);
  };
  const step: Search['step'] = (way, line) => {
    // The first step may stay where it is; each further one moves.
    const from = shown ?? line - way;
    const next =
      way > 0 ? (found.find((at) => at > from) ?? found[0]) : (found.findLast((at) => at < from) ?? found.at(-1));
    setShown(next);
    return next;
  };
  return { words, finder, count: found.length, place: shown === undefined ? 0 : found.indexOf(shown) + 1, set, step };
}
