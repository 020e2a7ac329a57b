import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Api, LessonView, QuestionsView } from './api.ts';

/** What `--json` and analysis.json hold. */
export function analysisJson(lesson: LessonView, { questions }: QuestionsView): string {
  return `${JSON.stringify({ lesson, questions }, null, 2)}\n`;
}

/** Writes transcript.vtt, transcript.srt, speakers.rttm, analysis.json and questions.csv; the folder is made where it is not there. */
export async function writeResults(folder: string, api: Api, lesson: LessonView, view: QuestionsView): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'transcript.vtt'), await api.file(lesson.id, 'transcript.vtt'));
  await writeFile(join(folder, 'transcript.srt'), await api.file(lesson.id, 'transcript.srt'));
  await writeFile(join(folder, 'speakers.rttm'), await api.file(lesson.id, 'export.rttm'));
  await writeFile(join(folder, 'analysis.json'), analysisJson(lesson, view));
  await writeFile(join(folder, 'questions.csv'), await api.file(lesson.id, 'export.csv'));
}
