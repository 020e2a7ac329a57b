import type { Transcript } from '../lessons/transcript.ts';

/** A transcript that tells nowhere who speaks. */
export function withoutSpeakers({ speakers: _, segments, ...transcript }: Transcript): Transcript {
  return {
    ...transcript,
    segments: segments.map(({ words, ...segment }) => ({
      ...nameless(segment),
      ...(words === undefined ? {} : { words: words.map(nameless) }),
    })),
  };
}

const nameless = <T extends { speaker?: unknown; speakerMargin?: unknown }>({
  speaker: _speaker,
  speakerMargin: _margin,
  ...rest
}: T): Omit<T, 'speaker' | 'speakerMargin'> => rest;
