import { useEffect, useState } from 'preact/hooks';

/** How many of `count` pieces to render: a few more with each picture, so that a long list never holds up the page. */
export function useGrowing(count: number, step: number): number {
  const [grown, setGrown] = useState(step);
  useEffect(() => {
    if (grown >= count) return;
    const frame = requestAnimationFrame(() => setGrown((before) => before + step));
    return () => cancelAnimationFrame(frame);
  }, [grown, count, step]);
  return Math.min(grown, count);
}

/** Cuts a list into pieces of `size`, each of which can be rendered by itself. */
export function piecesOf<T>(list: readonly T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let from = 0; from < list.length; from += size) pieces.push(list.slice(from, from + size));
  return pieces;
}

/** Whether two pieces hold the very same things. */
export const samePiece = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((thing, index) => thing === b[index]);
