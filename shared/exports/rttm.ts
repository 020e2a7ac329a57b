import { voiceNames } from '../speakers/voiceNames.ts';
import type { LessonExport } from './lessonExport.ts';

// Fields end with white space, and ";;" begins a comment. What names nothing is "<NA>".
const field = (text: string): string =>
  text
    .toWellFormed()
    .trim()
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, '_')
    .replaceAll(';;', '__') || '<NA>';

const milliseconds = (seconds: number): number => Math.max(0, Math.round(seconds * 1000));
const written = (thousandths: number): string => (thousandths / 1000).toFixed(3);

/**
 * Who speaks when, as the Rich Transcription Time Marked format of NIST has it: a line a turn, in order of time, whole
 * milliseconds; turns of two that overlap are both in it. Empty where nobody speaks or voices were not told apart.
 */
export function exportRttm({ lesson, transcript, voices }: LessonExport): string {
  const names = voiceNames(voices);
  const file = field(lesson.fileName.slice(lesson.fileName.lastIndexOf('/') + 1).replace(/\.[^.]*$/u, ''));
  const turns = (transcript.speakers?.turns ?? [])
    .map(({ start, end, speaker }) => ({ start: milliseconds(start), end: milliseconds(end), speaker }))
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start || a.end - b.end || a.speaker - b.speaker);
  return turns
    .map(({ start, end, speaker }) => {
      const name = field(names.get(speaker) ?? `Voice ${speaker + 1}`);
      return `SPEAKER ${file} 1 ${written(start)} ${written(end - start)} <NA> <NA> ${name} <NA> <NA>\n`;
    })
    .join('');
}
