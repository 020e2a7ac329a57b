/** Seconds that one column of Whisper's attention stands for. */
export const attentionSeconds = 0.02;

/** Whisper's own width: an attention peak narrower than 70 ms is noise. */
const medianWidth = 7;

/** How strongly each token (row) looked at each moment of the sound (column); rows one after another in `data`. */
export interface AttentionMap {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** Columns to mean 0 and deviation 1 over the rows: a moment that every token looks at says nothing about any. In place. */
function normalizeColumns({ data, rows, columns }: AttentionMap): void {
  for (let column = 0; column < columns; column += 1) {
    let sum = 0;
    let squares = 0;
    for (let row = 0; row < rows; row += 1) {
      const value = data[row * columns + column] ?? 0;
      sum += value;
      squares += value * value;
    }
    const mean = sum / rows;
    const deviation = Math.sqrt(Math.max(squares / rows - mean * mean, 1e-20));
    for (let row = 0; row < rows; row += 1) {
      const at = row * columns + column;
      data[at] = ((data[at] ?? 0) - mean) / deviation;
    }
  }
}

/** Median over `medianWidth` neighbours along each row, edges mirrored. In place. */
function smoothRows({ data, rows, columns }: AttentionMap): void {
  const half = medianWidth >> 1;
  if (columns <= half) return;
  const neighbours = new Float32Array(medianWidth);
  const smoothed = new Float32Array(columns);
  for (let row = 0; row < rows; row += 1) {
    const line = data.subarray(row * columns, (row + 1) * columns);
    for (let column = 0; column < columns; column += 1) {
      for (let k = 0; k < medianWidth; k += 1) {
        const index = Math.abs(column + k - half);
        neighbours[k] = line[index < columns ? index : 2 * (columns - 1) - index] ?? 0;
      }
      smoothed[column] = neighbours.sort()[half] ?? 0;
    }
    line.set(smoothed);
  }
}

/**
 * Merges the attention of the heads that are known to follow the sound into one map.
 * The maps are normalized in place; all must be of the same size and there must be at least one.
 */
export function mergeHeads(heads: readonly AttentionMap[]): AttentionMap {
  const [first] = heads;
  if (first === undefined) throw new RangeError('No attention head to align by.');
  const merged = new Float32Array(first.data.length);
  for (const head of heads) {
    normalizeColumns(head);
    smoothRows(head);
    for (let at = 0; at < merged.length; at += 1) merged[at] = (merged[at] ?? 0) + (head.data[at] ?? 0) / heads.length;
  }
  return { data: merged, rows: first.rows, columns: first.columns };
}

/**
 * Dynamic time warping: the way through the map, forward in tokens and in time, that collects the most attention.
 * Returns for each row the column at which it begins; the first is 0, and none is smaller than the one before.
 */
export function alignRows({ data, rows, columns }: AttentionMap): number[] {
  const width = columns + 1;
  const cost = new Float32Array((rows + 1) * width).fill(Number.POSITIVE_INFINITY);
  // 0: a step in both, 1: the next token at the same moment, 2: the same token a moment later
  const step = new Uint8Array((rows + 1) * width);
  cost[0] = 0;
  for (let row = 1; row <= rows; row += 1) {
    for (let column = 1; column <= columns; column += 1) {
      const at = row * width + column;
      const both = cost[at - width - 1] ?? 0;
      const nextToken = cost[at - width] ?? 0;
      const later = cost[at - 1] ?? 0;
      const best = both < nextToken && both < later ? 0 : nextToken < both && nextToken < later ? 1 : 2;
      step[at] = best;
      cost[at] = (best === 0 ? both : best === 1 ? nextToken : later) - (data[(row - 1) * columns + column - 1] ?? 0);
    }
  }
  const starts = new Array<number>(rows).fill(0);
  let row = rows;
  let column = columns;
  while (row > 0 && column > 0) {
    starts[row - 1] = column - 1;
    const taken = step[row * width + column];
    if (taken !== 2) row -= 1;
    if (taken !== 1) column -= 1;
  }
  return starts;
}
