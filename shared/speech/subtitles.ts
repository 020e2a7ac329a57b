import type { Segment } from '../lessons/transcript.ts';

function clock(milliseconds: number, decimal: ',' | '.'): string {
  const part = (value: number, digits: number) => String(value).padStart(digits, '0');
  const whole = Math.floor(milliseconds / 1000);
  return `${part(Math.floor(whole / 3600), 2)}:${part(Math.floor(whole / 60) % 60, 2)}:${part(whole % 60, 2)}${decimal}${part(milliseconds % 1000, 3)}`;
}

// A line's end of any kind would end a cue early, and "-->" would look like a time line.
const plain = (text: string) =>
  text
    .split(/[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
    .replaceAll('-->', '→');
/** A segment's text, marked where its words were hard to hear. */
export const heardText = ({ text, heard }: Pick<Segment, 'text' | 'heard'>): string =>
  heard === 'doubtful' ? `[?] ${text}` : text;
const cueText = (segment: Segment) => plain(heardText(segment));
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Times in whole milliseconds. */
interface Cue {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

// What a recogniser gave no length, and nothing follows: long enough to be seen.
const shortest = 500;

/**
 * One cue a segment, in order of time, none without length and none over another: players show such side by side, or
 * not at all. What begins at one moment is one cue.
 */
function cuesOf(segments: readonly Segment[]): Cue[] {
  const cues: Cue[] = [];
  const sorted = segments.toSorted((one, other) => one.start - other.start);
  for (const segment of sorted) {
    const start = Math.max(0, Math.round(segment.start * 1000));
    const cue = { start, end: Math.round(segment.end * 1000), text: cueText(segment) };
    const before = cues.at(-1);
    if (before?.start === start) {
      cues[cues.length - 1] = { start, end: Math.max(before.end, cue.end), text: `${before.text} ${cue.text}` };
    } else cues.push(cue);
  }
  return cues.map(({ start, end, text }, at) => {
    const next = cues[at + 1]?.start ?? Number.POSITIVE_INFINITY;
    return { start, end: Math.min(end > start ? end : start + shortest, next), text };
  });
}

/** A segment's text in WebVTT's markup; with its language where that is not the lesson's, and with its voice's name. */
function inMarkup(segment: Segment, main: string | undefined, names: ReadonlyMap<number, string>): string {
  const text = escaped(cueText(segment));
  const { language, heard, speaker } = segment;
  const other = heard !== 'not-understood' && language !== undefined && language !== (main ?? language);
  const spoken = other ? `<lang ${language}>${text}</lang>` : text;
  const name = escaped(plain((speaker == null ? undefined : names.get(speaker)) ?? ''));
  return name === '' ? spoken : `<v ${name}>${spoken}</v>`;
}

/**
 * WebVTT (W3C), one cue a segment.
 * @param main the lesson's language, which no cue says
 * @param names of the voices, for voice spans
 */
export function toVtt(
  segments: readonly Segment[],
  main?: string,
  names: ReadonlyMap<number, string> = new Map(),
): string {
  const written = segments.map((segment) => ({ ...segment, text: inMarkup(segment, main, names), heard: undefined }));
  const cues = cuesOf(written).map(({ start, end, text }) => `${clock(start, '.')} --> ${clock(end, '.')}\n${text}\n`);
  return ['WEBVTT\n', ...cues].join('\n');
}

/** SubRip, one cue a segment. */
export function toSrt(segments: readonly Segment[]): string {
  return cuesOf(segments)
    .map(({ start, end, text }, index) => `${index + 1}\n${clock(start, ',')} --> ${clock(end, ',')}\n${text}\n`)
    .join('\n');
}
