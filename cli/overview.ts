import Table from 'cli-table3';
import type { LessonView } from './api.ts';

/** What has become of one of the videos. */
export interface Outcome {
  readonly fileName: string;
  /** Null where not even that could be found out. */
  readonly lesson: Pick<LessonView, 'status' | 'result' | 'failure'> | null;
}

/** Of several videos, a line each: how many questions, or that it failed. */
export function overview(outcomes: readonly Outcome[]): string {
  const table = new Table({
    head: ['Video', 'Questions', 'OEQ', 'CEQ', 'Result'],
    colAligns: ['left', 'right', 'right', 'right', 'left'],
    style: { head: ['bold'], border: ['dim'], compact: true },
  });
  for (const { fileName, lesson } of outcomes) {
    const metrics = lesson?.status === 'completed' ? lesson.result?.metrics : undefined;
    const counts = metrics === undefined ? [] : [metrics.questionCount, metrics.openCount, metrics.closedCount];
    const result = metrics === undefined ? `failed${lesson?.failure ? ` [${lesson.failure.code}]` : ''}` : 'analysed';
    table.push([fileName, ...(counts.length === 0 ? ['', '', ''] : counts), result]);
  }
  return table.toString();
}
