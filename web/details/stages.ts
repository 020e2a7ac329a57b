import type { LessonResponse } from '../api/lessons.ts';
import { library } from '../text/library.ts';

type Stage = keyof typeof library.stages;
const steps: readonly Stage[] = ['probe', 'sound', 'speech', 'questions', 'picture'];
// How far along a lesson is when a step begins: writing down what is said takes most of the time.
const begins: Readonly<Record<string, number>> = {
  probe: 0.02,
  sound: 0.06,
  speech: 0.15,
  questions: 0.88,
  picture: 0.94,
};
const isStage = (name: string): name is Stage => name in library.stages;

export interface StageView {
  readonly name: string;
  /** Which of how many steps, in words; '' before the first. */
  readonly step: string;
  /** What is done of the step, in words; '' where it is one piece. */
  readonly parts: string;
  /** 0 to 1, of the whole analysis. */
  readonly share: number;
}

/** Where an analysis is, for people. A stage that this page does not know counts as waiting. */
export function stageOf({ progress }: LessonResponse): StageView {
  const name = progress && isStage(progress.stage) ? progress.stage : 'waiting';
  const index = steps.indexOf(name);
  if (progress === undefined || index < 0) {
    return { name: library.stages[name], step: '', parts: '', share: name === 'done' ? 1 : 0 };
  }
  const from = begins[name] ?? 0;
  const to = begins[steps[index + 1] ?? ''] ?? 1;
  const { done, total } = progress;
  return {
    name: library.stages[name],
    step: library.step({ step: index + 1, of: steps.length }),
    parts: total > 1 ? library.parts({ done, total }) : '',
    share: from + (to - from) * (total > 0 ? Math.min(1, done / total) : 0),
  };
}

const hour = 3_600_000;

/** Whether it is still being told who speaks in a lesson: its transcript, voices and questions follow. */
export const isUntold = ({ status, result }: LessonResponse): boolean =>
  status === 'completed' && result?.speakers?.state === 'pending';

/** Whether a lesson may change by itself: its analysis runs, its video and poster are still being made, it goes to another site, or a voice is taken out of it. */
export function isMoving({ status, picture, progress, updatedAt, moving, removing }: LessonResponse): boolean {
  if (status === 'running' || moving !== undefined || removing !== undefined) return true;
  if (status !== 'completed' || picture !== undefined || progress?.stage === 'done') return false;
  return progress !== undefined || Date.now() - Date.parse(updatedAt) < hour;
}
