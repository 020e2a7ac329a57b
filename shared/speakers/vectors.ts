/** A vector of length one. */
export type Unit = Float32Array;

/** The same direction with length one; null for what has no direction: zeros, or numbers that are none. */
export function unit(vector: ArrayLike<number>): Unit | null {
  let sum = 0;
  for (let at = 0; at < vector.length; at += 1) sum += (vector[at] ?? 0) ** 2;
  if (!(sum > 0) || !Number.isFinite(sum)) return null;
  const length = Math.sqrt(sum);
  return Float32Array.from(vector, (value) => value / length);
}

/** Of two vectors of length one: their cosine. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** The direction of the mean of some vectors, each counted so often; null where they cancel out or are none. */
export function meanOf(vectors: readonly Unit[], counts?: readonly number[]): Unit | null {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const [place, vector] of vectors.entries()) {
    const count = counts?.[place] ?? 1;
    for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) + count * (vector[at] ?? 0);
  }
  return unit(sum);
}
