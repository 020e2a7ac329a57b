import type { Segment } from '../lessons/transcript.ts';

/** With less of all that was told, a language is rare in a lesson. */
const rareBelow = 0.2;
/** In less, nothing is rare: two sentences are no lesson. */
const tellingSeconds = 10;

/**
 * The languages of which a lesson holds little, by the time of their segments, those included that are in another
 * language and not written down. What is in them is an island: said so, or a recogniser's mistake.
 */
export function rareLanguages(segments: readonly Segment[]): ReadonlySet<string> {
  const seconds = new Map<string, number>();
  for (const { start, end, language } of segments)
    if (language !== undefined) seconds.set(language, (seconds.get(language) ?? 0) + end - start);
  const all = [...seconds.values()].reduce((sum, each) => sum + each, 0);
  if (all < tellingSeconds) return new Set();
  return new Set([...seconds].filter(([, each]) => each < rareBelow * all).map(([language]) => language));
}
