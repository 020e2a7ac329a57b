import { useEffect } from 'preact/hooks';
import { ease } from '../api/ease.ts';
import { isAbort } from '../api/errors.ts';
import { readProgress } from '../api/lessons.ts';
import { pause } from '../api/pause.ts';
import { change, type Upload, uploads } from './uploads.ts';

// As many as one request may ask after.
const mostAtOnce = 200;

/** Uploads that are in storage and whose lessons have come to no end yet. */
export const isUndecided = ({ status, lessonId, outcome }: Upload) =>
  status === 'done' && lessonId !== undefined && outcome === undefined;

/**
 * Follows the lessons of this page's uploads to their end, also while the tab is hidden: whoever waits for sixty lessons
 * does something else meanwhile.
 */
export function useOutcomes(all: readonly Upload[]): void {
  const waits = all.some(isUndecided);
  useEffect(() => {
    if (!waits) return undefined;
    const abort = new AbortController();
    follow(abort.signal).catch((error: unknown) => {
      if (!isAbort(error)) throw error;
    });
    return () => abort.abort();
  }, [waits]);
}

async function follow(signal: AbortSignal): Promise<void> {
  for (let unchanged = 0; ; unchanged += 1) {
    await pause(ease(unchanged), signal);
    const asked = uploads.get().filter(isUndecided).slice(0, mostAtOnce);
    if (asked.length === 0) return;
    // No answer is asked for again; whoever looks at the list is told why there is none.
    const answer = await readProgress(
      asked.map(({ lessonId = '' }) => lessonId),
      undefined,
      signal,
    ).catch((error: unknown) => {
      if (isAbort(error)) throw error;
      return null;
    });
    const states = new Map(answer?.body.lessons.map((state) => [state.id, state.status]));
    for (const { id, lessonId = '', replace, seenRunning } of asked) {
      const status = states.get(lessonId);
      if (status === 'running' && !seenRunning) change(id, { seenRunning: true });
      // What was replaced shows its earlier result until the new analysis begins.
      if (status === undefined || status === 'running' || (replace && !seenRunning)) continue;
      change(id, { outcome: status === 'completed' ? 'ready' : 'failed' });
      unchanged = 0;
    }
  }
}
