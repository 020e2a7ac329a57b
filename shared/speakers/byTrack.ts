import type { VoiceWindow } from './findVoices.ts';
import { unit } from './vectors.ts';

/** So much louder than on any other track, against what each track has of loud speech, a voice is at its microphone. */
const atMicrophoneDb = 6;
/** Where fewer windows than this are at a microphone, the tracks are no people's: copies, or one room heard twice. */
const leastShare = 0.5;
const leastWindows = 4;
/**
 * How much the track counts against the voice itself: voices at two microphones are never so alike that they are joined,
 * and two voices at one microphone stay two. Whoever goes to another's microphone may be two voices, which a person joins.
 */
const trackWeight = 0.2;
/** Levels come for each tenth of a second. */
const stepSeconds = 0.1;

/**
 * Windows that also say at whose microphone they were spoken, where a recording has a track for each; otherwise as they
 * are. Alike voices at two microphones are then two.
 * @param tracks how loud each is, in dB a tenth of a second of the video
 */
export function withTracks(windows: readonly VoiceWindow[], tracks: readonly (readonly number[])[]): VoiceWindow[] {
  if (tracks.length < 2) return [...windows];
  const loud = tracks.map((levels) => loudOf(windows.map((window) => levelIn(window, levels))));
  const places = windows.map((window) =>
    microphoneOf(tracks.map((levels, track) => levelIn(window, levels) - (loud[track] ?? 0))),
  );
  const counts = tracks.map((_, track) => places.filter((place) => place === track).length);
  const used = counts.filter((count) => count >= leastWindows).length;
  const placed = places.filter((place) => place !== null).length;
  if (used < 2 || placed < leastShare * windows.length) return [...windows];
  return windows.map(({ vector, ...span }, at) => {
    const place = places[at];
    const own = tracks.map((_, track) => (place === null ? 1 / Math.sqrt(tracks.length) : place === track ? 1 : 0));
    const whole = [
      ...Array.from(vector, (value) => Math.sqrt(1 - trackWeight) * value),
      ...own.map((value) => Math.sqrt(trackWeight) * value),
    ];
    return { ...span, vector: unit(whole) ?? vector };
  });
}

/** The mean power of a track in a window, in dB. */
function levelIn({ start, end }: VoiceWindow, levels: readonly number[]): number {
  const own = levels.slice(Math.floor(start / stepSeconds), Math.max(1, Math.ceil(end / stepSeconds)));
  const power = own.reduce((sum, level) => sum + 10 ** (level / 10), 0) / Math.max(1, own.length);
  return power > 0 ? 10 * Math.log10(power) : -100;
}

/** What one window in ten exceeds: somebody at this microphone. */
const loudOf = (levels: readonly number[]): number =>
  levels.toSorted((a, b) => b - a)[Math.floor(0.1 * levels.length)] ?? 0;

/** The track at whose microphone somebody speaks; null where no track stands out. */
function microphoneOf(levels: readonly number[]): number | null {
  const order = levels.map((level, track) => ({ level, track })).sort((a, b) => b.level - a.level);
  const [first, second] = order;
  return first !== undefined && second !== undefined && first.level - second.level >= atMicrophoneDb
    ? first.track
    : null;
}
