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
  // Four sums at a time: one alone would have each addition wait for the one before.
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let at = 0; at < whole; at += 4) {
    first += (a[at] ?? 0) * (b[at] ?? 0);
    second += (a[at + 1] ?? 0) * (b[at + 1] ?? 0);
    third += (a[at + 2] ?? 0) * (b[at + 2] ?? 0);
    fourth += (a[at + 3] ?? 0) * (b[at + 3] ?? 0);
  }
  for (let at = whole; at < a.length; at += 1) first += (a[at] ?? 0) * (b[at] ?? 0);
  return first + second + (third + fourth);
}

/** How far two vectors of the same length are from each other, squared. */
export function distance(a: Float32Array, b: Float32Array): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let at = 0; at < whole; at += 4) {
    first += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
    second += ((a[at + 1] ?? 0) - (b[at + 1] ?? 0)) ** 2;
    third += ((a[at + 2] ?? 0) - (b[at + 2] ?? 0)) ** 2;
    fourth += ((a[at + 3] ?? 0) - (b[at + 3] ?? 0)) ** 2;
  }
  for (let at = whole; at < a.length; at += 1) first += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  return first + second + (third + fourth);
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
