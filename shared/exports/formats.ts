import { voiceNames } from '../speakers/voiceNames.ts';
import { toSrt, toVtt } from '../speech/subtitles.ts';
import type { Language } from '../words/texts.ts';
import { codedCues } from './codedCues.ts';
import { questionsCsv } from './csv.ts';
import { exportEaf } from './eaf.ts';
import { exportJson } from './json.ts';
import type { LessonExport } from './lessonExport.ts';
import { exportReport, reportPolicy } from './report/report.ts';
import { exportRttm } from './rttm.ts';

interface Format {
  readonly contentType: string;
  /** Shown in the browser, or saved. */
  readonly disposition: 'attachment' | 'inline';
  /** Content security policy; the default allows nothing at all. */
  readonly policy?: string;
  /** @param language of the report, and of what subtitles say that nobody said */
  readonly write: (taken: LessonExport, language?: Language) => string;
}

/** Every format that a lesson is taken away in. */
export const formats: Record<'csv' | 'json' | 'vtt' | 'srt' | 'eaf' | 'rttm' | 'html', Format> = {
  csv: { contentType: 'text/csv; charset=utf-8', disposition: 'attachment', write: questionsCsv },
  json: { contentType: 'application/json', disposition: 'attachment', write: exportJson },
  vtt: {
    contentType: 'text/vtt; charset=utf-8',
    disposition: 'attachment',
    write: ({ transcript, questions, voices, codebook }, language) =>
      toVtt(codedCues(transcript, questions, language, codebook), transcript.language, voiceNames(voices)),
  },
  srt: {
    contentType: 'application/x-subrip; charset=utf-8',
    disposition: 'attachment',
    write: ({ transcript, questions, codebook }, language) =>
      toSrt(codedCues(transcript, questions, language, codebook)),
  },
  eaf: { contentType: 'application/xml; charset=utf-8', disposition: 'attachment', write: exportEaf },
  rttm: { contentType: 'text/plain; charset=utf-8', disposition: 'attachment', write: exportRttm },
  html: { contentType: 'text/html; charset=utf-8', disposition: 'inline', policy: reportPolicy, write: exportReport },
};
