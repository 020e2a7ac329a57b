import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Transcript } from '../api/review.ts';
import type { Desk } from '../model/desk.ts';
import type { Loaded } from './useLoaded.ts';

/** A transcript as it is kept, with the lines that wait to be saved; read anew when one was. */
export function useWritten(transcript: Loaded<Transcript>, desk: Desk): Transcript | undefined {
  const waiting = desk.waiting.flatMap(({ change }) => (change.kind === 'line' ? [change] : []));
  const before = useRef(0);
  useEffect(() => {
    if (waiting.length < before.current) transcript.again();
    before.current = waiting.length;
  }, [waiting.length]);
  const key = JSON.stringify(waiting);
  return useMemo(() => {
    if (transcript.value === undefined || waiting.length === 0) return transcript.value;
    const texts = new Map(waiting.map(({ start, text }) => [start, text]));
    const segments = transcript.value.segments.map((segment) => {
      const text = texts.get(segment.start);
      return text === undefined ? segment : { ...segment, text, heard: 'clear' as const };
    });
    return { ...transcript.value, segments };
  }, [transcript.value, key]);
}
