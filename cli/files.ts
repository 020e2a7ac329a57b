import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Api, LessonView, QuestionsView } from './api.ts';

/** What `--json` and analysis.json hold. */
export function analysisJson(lesson: LessonView, { questions }: QuestionsView): string {
  return `${JSON.stringify({ lesson, questions }, null, 2)}\n`;
}

/** The questions as a spreadsheet reads them. A cell that a spreadsheet would run as a formula is made plain text. */
export function questionsCsv({ questions }: QuestionsView): string {
  const columns = [
    'start',
    'end',
    'label',
    'subtype',
    'confidence',
    'waitTimeSeconds',
    'next',
    'text',
    'engine',
    'modelVersion',
    'id',
  ] as const;
  return stringify(
    questions.map((question) => columns.map((column) => question[column] ?? '')),
    { header: true, columns: [...columns], escape_formulas: true, bom: true },
  );
}

/** Writes transcript.vtt, transcript.srt, analysis.json and questions.csv. */
export async function writeResults(folder: string, api: Api, lesson: LessonView, view: QuestionsView): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'transcript.vtt'), await api.transcript(lesson.id, 'vtt'));
  await writeFile(join(folder, 'transcript.srt'), await api.transcript(lesson.id, 'srt'));
  await writeFile(join(folder, 'analysis.json'), analysisJson(lesson, view));
  await writeFile(join(folder, 'questions.csv'), questionsCsv(view));
}
