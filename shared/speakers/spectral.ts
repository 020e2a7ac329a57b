import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { kMeans } from './kMeans.ts';
import { dot, type Unit } from './vectors.ts';

// As measured on 16 recordings of 2 to 9 speakers: each keeps its nearest tenth, six at least; ten voices at most.
const keptShare = 0.1;
const leastKept = 6;
const eigenvalues = 11;

/**
 * Parts vectors into clusters by spectral clustering: each vector is tied to those nearest to it, and the number of
 * clusters is where the eigenvalues of the graph's Laplacian leap most. One vector more costs its cube: some hundred
 * are well. The same vectors give the same labels.
 */
export function spectralClusters(vectors: readonly Unit[]): Int32Array {
  const size = vectors.length;
  if (size <= 2) return new Int32Array(size);
  const ties = affinity(vectors);
  const laplacian = Matrix.zeros(size, size);
  for (let row = 0; row < size; row += 1) {
    let degree = 0;
    for (let column = 0; column < size; column += 1) {
      if (row === column) continue;
      const tie = ((ties[row]?.[column] ?? 0) + (ties[column]?.[row] ?? 0)) / 2;
      degree += tie;
      laplacian.set(row, column, -tie);
    }
    laplacian.set(row, row, degree);
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(laplacian, { assumeSymmetric: true });
  const order = realEigenvalues.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
  const count = Math.max(2, widestGap(order.slice(0, eigenvalues).map(({ value }) => value)));
  const columns = order.slice(0, count).map(({ at }) => at);
  const points = vectors.map((_, row) => Float32Array.from(columns, (column) => eigenvectorMatrix.get(row, column)));
  return kMeans(points, count, { starts: 10, rounds: 100 });
}

/** How alike each is to its nearest; 0 for all others. */
function affinity(vectors: readonly Unit[]): Float64Array[] {
  const size = vectors.length;
  const kept = Math.min(size, Math.max(leastKept, Math.ceil(keptShare * size)));
  const alike = vectors.map((a) => Float64Array.from(vectors, (b) => dot(a, b)));
  return alike.map((row) => {
    const least = Float64Array.from(row).sort()[size - kept] ?? 0;
    return row.map((value) => (value >= least && value > 0 ? value : 0));
  });
}

/** After how many of the smallest eigenvalues, in order, the next one is farthest away. */
function widestGap(values: readonly number[]): number {
  let count = 1;
  let widest = 0;
  for (let at = 0; at + 1 < values.length; at += 1) {
    const gap = (values[at + 1] ?? 0) - (values[at] ?? 0);
    if (gap > widest) {
      widest = gap;
      count = at + 1;
    }
  }
  return count;
}
