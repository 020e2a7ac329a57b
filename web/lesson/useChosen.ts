import type { RefObject } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';

type Line = { readonly start: number };

interface Chosen {
  /** The first line and how many; undefined where none are chosen. */
  readonly chosen: readonly [first: number, count: number] | undefined;
  /** Chooses all lines from where the choice began, or else from `from`, to a line. */
  readonly chooseTo: (line: number, from: number) => void;
  readonly chooseNone: () => void;
}

/**
 * Lines of the transcript that a person chose, one after the other; they are marked in the box. They stay chosen when the
 * transcript is read anew, unless its lines are other ones.
 * @param grown how much of them the box shows
 */
export function useChosen(box: RefObject<HTMLElement | null>, lines: readonly Line[], grown: number): Chosen {
  const [ends, setEnds] = useState<readonly [from: number, to: number]>();
  const chosen = ends === undefined ? undefined : ([Math.min(...ends), Math.abs(ends[1] - ends[0]) + 1] as const);
  const beginnings = useMemo(() => lines.map(({ start }) => start).join(' '), [lines]);
  useEffect(() => setEnds(undefined), [beginnings]);
  useEffect(() => {
    const [first, count] = chosen ?? [0, 0];
    for (const line of box.current?.querySelectorAll<HTMLElement>('[data-line]') ?? []) {
      const at = Number(line.dataset.line) - first;
      line.toggleAttribute('data-chosen', at >= 0 && at < count);
    }
  }, [ends, grown, lines]);
  return {
    chosen,
    chooseTo: (line, from) => setEnds((before) => [before?.[0] ?? from, line]),
    chooseNone: () => setEnds(undefined),
  };
}
