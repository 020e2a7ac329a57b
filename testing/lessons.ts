import { type LessonExport, lessonExport } from '../shared/exports/lessonExport.ts';
import type { CodedQuestion } from '../shared/lessons/question.ts';
import type { LessonVoice } from '../shared/lessons/speakers.ts';
import type { Transcript } from '../shared/lessons/transcript.ts';
import { type Turn, lesson as transcriptFrom } from './transcripts.ts';

/** Texts that break formats which do not escape, by what they attack. */
export const hostile: readonly (readonly [string, string])[] = [
  ['markup', `<script>alert("1")</script> & <b>why</b>?`],
  ['the end of CDATA', 'what ]]> comes <![CDATA[ next?'],
  ['comments and cue times', 'one --> two <!-- three -->?'],
  ['line breaks', 'why\r\n\r\n1\n00:00:01,000 --> 00:00:02,000\ndid it sink?'],
  ['quotes and separators', `"why", 'said' she; \tand?`],
  ['a formula', '=HYPERLINK("http://example.org","why")'],
  ['a formula after a line break', '\n+1+cmd|calc?'],
  ['emoji', 'why is the 👩‍🚀 upside down 🙃?'],
  ['right to left', 'למה זה שוקע? \u202Ewhy\u202C لماذا؟'],
  ['what XML cannot hold', 'why\u0000 \u0008 \ufffe \ud800 now?'],
  ['replacement patterns', "$& $1 $' why?"],
];

export function question(change: Partial<CodedQuestion> = {}): CodedQuestion {
  return {
    id: 'q001',
    start: 1,
    end: 2.2,
    text: 'Why did it sink?',
    quoted: false,
    label: 'OEQ',
    subtype: 'explain',
    confidence: 0.93,
    engine: 'local',
    modelVersion: '1',
    waitTimeSeconds: 3.2,
    next: 'speech',
    ...change,
  };
}

/** A lesson of which everything that people may have typed is `text`, if given. */
export function taken(
  questions: readonly CodedQuestion[],
  transcript: Transcript,
  text?: string,
  voices: readonly LessonVoice[] = [],
): LessonExport {
  const lesson = {
    id: '0123456789abcdef01234567',
    siteId: text ?? 'River School',
    fileName: text === undefined ? 'sink.mp4' : `${text}.mp4`,
    uploadedAt: '2026-03-04T09:00:00.000Z',
    title: text ?? 'Sink or float',
    educator: text ?? 'Ms. Okafor',
  };
  const result = {
    revision: '0123456789abcdef',
    completedAt: '2026-03-04T09:10:00.000Z',
    durationSeconds: transcript.durationSeconds,
    language: 'en',
  };
  return lessonExport(lesson, result, questions, transcript, voices);
}

/** A lesson with one question, which is the text. */
export function hostileLesson(text: string): LessonExport {
  const review = { label: 'CEQ', by: text, at: '2026-03-05T10:00:00.000Z', note: text } as const;
  return taken([question({ text, review })], transcriptFrom([[1, text.trim()]]), text);
}

const asked = ['Why did it sink?', 'Is it red?', 'What will happen next?', 'How many are there?', 'Tell me about it.'];

/** A lesson of `count` questions, one every ten seconds, with waits from 0 to 8 s, and every seventh reviewed. */
export function longLesson(count: number): LessonExport {
  const turns: Turn[] = [];
  const questions = Array.from({ length: count }, (_, index) => {
    const text = asked[index % asked.length] ?? '';
    const start = 5 + index * 10;
    turns.push([start, text]);
    const words = text.split(' ').length;
    return question({
      id: `q${String(index + 1).padStart(3, '0')}`,
      start,
      end: start + words * 0.3,
      text,
      ...(index % 2 === 0 ? {} : { label: 'CEQ', subtype: 'yes-no' }),
      waitTimeSeconds: index % 9 === 8 ? null : (index % 17) / 2,
      ...(index % 7 === 0 ? { review: { label: 'OEQ', by: 'coach', at: '2026-03-05T10:00:00.000Z' } } : {}),
    });
  });
  return taken(questions, transcriptFrom(turns, { durationSeconds: 10 + count * 10 }));
}
