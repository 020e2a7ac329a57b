import { inParallel } from '../inParallel.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { lessonStates } from '../results/running.ts';
import type { Rights } from './access.ts';
import type { ProgressListResponse } from './contract.ts';
import type { Progress } from './lessonView.ts';

// Each is a request to the task hub: enough at once to hide the distance.
const askedAtOnce = 8;

/**
 * How far some lessons are, by id; those that there are not, or not for whoever asks, are left out. It is what everybody is told who may list lessons,
 * and neither figures nor words.
 */
export async function progressView(
  ids: readonly string[],
  { reach }: Rights,
  progressOf: (lesson: Pick<Lesson, 'id' | 'revision'>) => Promise<Progress | undefined>,
): Promise<ProgressListResponse> {
  const states = await lessonStates([...new Set(ids)], reach);
  const lessons = await inParallel(askedAtOnce, states, async (state) => {
    // What is done asks the hub nothing more.
    const moving = state.status === 'running' || (state.status === 'completed' && !state.pictured);
    const progress = moving ? await progressOf(state) : undefined;
    return { ...state, ...(progress === undefined ? {} : { progress }) };
  });
  return { lessons };
}
