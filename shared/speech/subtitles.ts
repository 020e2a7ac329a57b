import type { Segment } from '../lessons/transcript.ts';

function clock(seconds: number, decimal: ',' | '.'): string {
  const milliseconds = Math.round(seconds * 1000);
  const part = (value: number, digits: number) => String(value).padStart(digits, '0');
  const whole = Math.floor(milliseconds / 1000);
  return `${part(Math.floor(whole / 3600), 2)}:${part(Math.floor(whole / 60) % 60, 2)}:${part(whole % 60, 2)}${decimal}${part(milliseconds % 1000, 3)}`;
}

// A blank line would end a cue early, and "-->" would look like a time line.
const plain = (text: string) => text.replace(/\s*\n\s*/g, ' ').replaceAll('-->', '→');
/** A segment's text, marked where its words were hard to hear. */
export const heardText = ({ text, heard }: Pick<Segment, 'text' | 'heard'>): string =>
  heard === 'doubtful' ? `[?] ${text}` : text;
const cueText = (segment: Segment) => plain(heardText(segment));
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** WebVTT (W3C), one cue a segment. */
export function toVtt(segments: readonly Segment[]): string {
  const cues = segments.map((s) => `${clock(s.start, '.')} --> ${clock(s.end, '.')}\n${escaped(cueText(s))}\n`);
  return ['WEBVTT\n', ...cues].join('\n');
}

/** SubRip, one cue a segment. */
export function toSrt(segments: readonly Segment[]): string {
  return segments
    .map((s, index) => `${index + 1}\n${clock(s.start, ',')} --> ${clock(s.end, ',')}\n${cueText(s)}\n`)
    .join('\n');
}
