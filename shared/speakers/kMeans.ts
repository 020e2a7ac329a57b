import { randomFrom } from '../randomFrom.ts';
import { distance } from './vectors.ts';

/** Where each point belongs, and how far all of them are from their centres. */
interface Partition {
  readonly labels: Int32Array;
  readonly spread: number;
}

export interface KMeansOptions {
  /** How often to begin anew; the tightest partition stands. */
  readonly starts: number;
  readonly rounds: number;
}

/**
 * Parts points into `count` clusters by k-means (k-means++ beginnings). The same points give the same labels: chance
 * has a fixed seed. A cluster may be empty.
 */
export function kMeans(points: readonly Float32Array[], count: number, { starts, rounds }: KMeansOptions): Int32Array {
  const random = randomFrom(20_231);
  let best: Partition | undefined;
  for (let start = 0; start < starts; start += 1) {
    const found = partition(points, beginnings(points, count, random), rounds);
    if (best === undefined || found.spread < best.spread - 1e-9) best = found;
  }
  return best?.labels ?? new Int32Array(points.length);
}

/** Centres that are far from each other more often than not. */
function beginnings(points: readonly Float32Array[], count: number, random: () => number): Float32Array[] {
  const centres: Float32Array[] = [];
  const nearest = new Float64Array(points.length).fill(Number.POSITIVE_INFINITY);
  let next = Math.floor(random() * points.length);
  while (centres.length < count && points.length > 0) {
    const centre = points[next];
    if (centre === undefined) break;
    centres.push(Float32Array.from(centre));
    let total = 0;
    for (const [at, point] of points.entries()) {
      nearest[at] = Math.min(nearest[at] ?? 0, distance(point, centre));
      total += nearest[at];
    }
    let left = random() * total;
    next = 0;
    while (next < points.length - 1 && left > (nearest[next] ?? 0)) {
      left -= nearest[next] ?? 0;
      next += 1;
    }
  }
  return centres;
}

function partition(points: readonly Float32Array[], centres: Float32Array[], rounds: number): Partition {
  const labels = new Int32Array(points.length).fill(-1);
  let spread = 0;
  for (let round = 0; round < rounds; round += 1) {
    let moved = false;
    spread = 0;
    for (const [at, point] of points.entries()) {
      let nearest = 0;
      let least = Number.POSITIVE_INFINITY;
      for (const [place, centre] of centres.entries()) {
        const far = distance(point, centre);
        if (far < least) {
          least = far;
          nearest = place;
        }
      }
      if (labels[at] !== nearest) moved = true;
      labels[at] = nearest;
      spread += least;
    }
    if (!moved) break;
    for (const [place, centre] of centres.entries()) {
      let members = 0;
      const sum = new Float64Array(centre.length);
      for (const [at, point] of points.entries()) {
        if (labels[at] !== place) continue;
        members += 1;
        for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] ?? 0) + (point[i] ?? 0);
      }
      if (members > 0) for (let i = 0; i < sum.length; i += 1) centre[i] = (sum[i] ?? 0) / members;
    }
  }
  return { labels, spread };
}
