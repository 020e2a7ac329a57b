import type { Segment } from '../lessons/transcript.ts';

/** The language of most words; undefined where no segment says its own. */
export function mainLanguage(segments: readonly Segment[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { language, text, heard } of segments) {
    if (language === undefined || heard === 'not-understood') continue;
    counts.set(language, (counts.get(language) ?? 0) + text.split(/\s+/u).length);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}
