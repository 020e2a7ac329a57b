import type { Span } from '../../shared/lessons/transcript.ts';

/** A turn as RTTM has it. */
export interface NamedTurn extends Span {
  readonly speaker: string;
}

/** Reads NIST's Rich Transcription Time Marked. Throws Error that names the line it cannot read. */
export function readRttm(text: string): NamedTurn[] {
  return text.split(/\r?\n/).flatMap((line, at): NamedTurn[] => {
    const fields = line.trim().split(/\s+/);
    if (fields[0] !== 'SPEAKER') return [];
    const [start, seconds, speaker] = [Number(fields[3]), Number(fields[4]), fields[7]];
    if (!(start >= 0) || !(seconds > 0) || speaker === undefined)
      throw new Error(`Line ${at + 1} is no turn of RTTM: ${line}`);
    return [{ start, end: start + seconds, speaker }];
  });
}
