interface Cue {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function clock(seconds: number, decimalMark: string): string {
  const total = Math.max(0, Math.round(seconds * 1000));
  const pad = (value: number, digits: number) => String(Math.floor(value)).padStart(digits, '0');
  const hours = pad(total / 3_600_000, 2);
  const minutes = pad((total / 60_000) % 60, 2);
  return `${hours}:${minutes}:${pad((total / 1000) % 60, 2)}${decimalMark}${pad(total % 1000, 3)}`;
}

/** SubRip. Times in seconds; an arrow in the text would be read as a time, so it is spelled otherwise. */
export function toSrt(cues: readonly Cue[]): string {
  return cues
    .map(({ start, end, text }, index) => {
      const line = text.trim().replaceAll('-->', '->');
      return `${index + 1}\n${clock(start, ',')} --> ${clock(end, ',')}\n${line}\n\n`;
    })
    .join('');
}

/** WebVTT. Times in seconds; `<` and `&` are markup there. */
export function toVtt(cues: readonly Cue[]): string {
  const lines = cues.map(({ start, end, text }) => {
    const line = text.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('-->', '--&gt;');
    return `${clock(start, '.')} --> ${clock(end, '.')}\n${line}\n\n`;
  });
  return `WEBVTT\n\n${lines.join('')}`;
}
