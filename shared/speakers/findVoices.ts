import type { Span } from '../lessons/transcript.ts';
import { kMeans } from './kMeans.ts';
import { spectralClusters } from './spectral.ts';
import { dot, meanOf, type Unit } from './vectors.ts';

/** A stretch of speech in video time and its embedding, of length one. */
export interface VoiceWindow extends Span {
  readonly vector: Unit;
}

/** A voice of a lesson: the direction in which its embeddings lie. The first one has most windows. */
export interface Voice {
  readonly centre: Unit;
  readonly windows: number;
}

/** A voice of fewer windows is nobody of its own where there are more voices. */
const leastWindows = 4;
/** Centres that are more alike are one person. */
const sameVoice = 0.875;
/** More are first put into groups, and the groups clustered: an hour of talk is 6,000. */
const mostSingly = 600;
const groups = 300;
/** Of so many the groups are learned; the others join the nearest. */
const mostLearned = 4500;

/**
 * The voices of a lesson, from its windows of speech in any order. The same windows give the same voices.
 * Three hours (18,000 windows) take some seconds.
 */
export function findVoices(windows: readonly VoiceWindow[]): Voice[] {
  const vectors = windows.map(({ vector }) => vector);
  const { members, counts } = vectors.length > mostSingly ? grouped(vectors) : { members: vectors, counts: undefined };
  const labels = spectralClusters(members);
  return settled(members, counts ?? members.map(() => 1), labels);
}

/** Some hundred groups of like vectors: the direction of each, and how many it stands for. */
function grouped(vectors: readonly Unit[]): { members: Unit[]; counts: number[] } {
  const step = Math.max(1, Math.ceil(vectors.length / mostLearned));
  const learned = vectors.filter((_, at) => at % step === 0);
  const labels = kMeans(learned, groups, { starts: 1, rounds: 4 });
  const centres = centresOf(
    learned,
    learned.map(() => 1),
    labels,
  ).map(({ centre }) => centre);
  const nearest = vectors.map((vector) => nearestOf(vector, centres));
  const found = centresOf(
    vectors,
    vectors.map(() => 1),
    Int32Array.from(nearest),
  );
  return { members: found.map(({ centre }) => centre), counts: found.map(({ windows }) => windows) };
}

/** The place of the centre that is most alike. */
function nearestOf(vector: Unit, centres: readonly Unit[]): number {
  let nearest = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (const [place, centre] of centres.entries()) {
    const alike = dot(vector, centre);
    if (alike > most) {
      most = alike;
      nearest = place;
    }
  }
  return nearest;
}

function centresOf(vectors: readonly Unit[], counts: readonly number[], labels: ArrayLike<number>): Voice[] {
  const named = Map.groupBy(vectors.keys(), (at) => labels[at] ?? 0);
  return [...named]
    .sort(([a], [b]) => a - b)
    .flatMap(([, places]) => {
      const own = places.map((at) => counts[at] ?? 1);
      const centre = meanOf(
        places.flatMap((at) => vectors[at] ?? []),
        own,
      );
      return centre === null ? [] : [{ centre, windows: own.reduce((sum, count) => sum + count, 0) }];
    });
}

/** With voices of a few windows given up, and those that are alike joined. */
function settled(vectors: readonly Unit[], counts: readonly number[], labels: ArrayLike<number>): Voice[] {
  let voices = centresOf(vectors, counts, labels);
  const large = voices.filter(({ windows }) => windows >= leastWindows);
  if (large.length > 0 && large.length < voices.length) {
    const centres = large.map(({ centre }) => centre);
    voices = centresOf(
      vectors,
      counts,
      vectors.map((vector) => nearestOf(vector, centres)),
    );
  }
  for (;;) {
    const pair = mostAlike(voices);
    if (pair === undefined || pair.alike < sameVoice) break;
    const [a, b] = [voices[pair.a], voices[pair.b]];
    if (a === undefined || b === undefined) break;
    const windows = a.windows + b.windows;
    const centre = meanOf([a.centre, b.centre], [a.windows, b.windows]) ?? a.centre;
    voices = [...voices.filter((_, at) => at !== pair.a && at !== pair.b), { centre, windows }];
  }
  return voices.sort((a, b) => b.windows - a.windows);
}

function mostAlike(voices: readonly Voice[]): { a: number; b: number; alike: number } | undefined {
  let best: { a: number; b: number; alike: number } | undefined;
  for (const [a, one] of voices.entries())
    for (let b = a + 1; b < voices.length; b += 1) {
      const other = voices[b];
      const alike = other === undefined ? 0 : dot(one.centre, other.centre);
      if (best === undefined || alike > best.alike) best = { a, b, alike };
    }
  return best;
}
