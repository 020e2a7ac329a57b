import { useEffect, useRef, useState } from 'preact/hooks';
import type { LessonResponse } from '../api/lessons.ts';
import { lessonText } from '../text/lesson.ts';
import { type Seen, secondsLeft } from './remaining.ts';

const everyMilliseconds = 5000;
const last = new Set(['questions', 'picture', 'done']);

/** How long an analysis still takes, in words, as far as this page has seen it go on. */
export function useRemaining({ id, revision, progress }: LessonResponse): string {
  const seen = useRef<{ key: string; looks: Seen[] }>({ key: '', looks: [] });
  const [, render] = useState(0);
  useEffect(() => {
    const clock = setInterval(() => render((count) => count + 1), everyMilliseconds);
    return () => clearInterval(clock);
  }, []);
  if (progress !== undefined && last.has(progress.stage)) return lessonText.remaining.last;
  if (progress?.stage !== 'speech') return lessonText.remaining.unknown;
  const key = `${id} ${revision}`;
  if (seen.current.key !== key) seen.current = { key, looks: [] };
  const { looks } = seen.current;
  const { done, total } = progress;
  if (looks.at(-1)?.done !== done) looks.push({ at: Date.now(), done, total });
  const left = secondsLeft(looks, Date.now());
  return left === undefined
    ? lessonText.remaining.unknown
    : lessonText.remaining.minutes({ minutes: Math.max(1, Math.ceil(left / 60)) });
}
