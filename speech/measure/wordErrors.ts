/** Words as they are compared: without case and punctuation, hyphens as spaces, numbers as they are written. */
export function plainWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[-\u2010-\u2015]/gu, ' ')
    .replace(/[’]/gu, "'")
    .replace(/[^\p{L}\p{N}'\s]/gu, '')
    .split(/\s+/)
    .filter((word) => word !== '');
}

export interface WordComparison {
  /** Insertions, deletions and substitutions, the fewest that turn one into the other. */
  readonly errors: number;
  /** For each reference word, the place of the heard word that stands against it, if any does. */
  readonly heardAt: readonly (number | undefined)[];
}

/** Aligns what was heard with what was said by the fewest changes. */
export function compareWords(said: readonly string[], heard: readonly string[]): WordComparison {
  const width = heard.length + 1;
  const cost = new Int32Array((said.length + 1) * width);
  const at = (row: number, column: number) => cost[row * width + column] ?? 0;
  const swap = (row: number, column: number) => at(row - 1, column - 1) + (said[row - 1] === heard[column - 1] ? 0 : 1);
  for (let row = 0; row <= said.length; row += 1) {
    for (let column = 0; column <= heard.length; column += 1) {
      cost[row * width + column] =
        row === 0 || column === 0
          ? row + column
          : Math.min(swap(row, column), at(row - 1, column) + 1, at(row, column - 1) + 1);
    }
  }
  const heardAt = new Array<number | undefined>(said.length).fill(undefined);
  let row = said.length;
  let column = heard.length;
  while (row > 0 && column > 0) {
    if (at(row, column) === swap(row, column)) {
      row -= 1;
      column -= 1;
      heardAt[row] = column;
    } else if (at(row, column) === at(row - 1, column) + 1) row -= 1;
    else column -= 1;
  }
  return { errors: at(said.length, heard.length), heardAt };
}
