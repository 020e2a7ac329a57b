import type { Probe } from './probe.ts';

type Video = NonNullable<Probe['video']>;

/** A picture's size in whole pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const even = (pixels: number) => Math.max(2, 2 * Math.round(pixels / 2));

/** The size as shown: turned upright, with square pixels. ffmpeg turns a picture upright by itself before it filters. */
export function shownSize(video: Video): Size {
  const wide = video.width * video.pixelAspect;
  const turned = video.rotation % 180 === 90;
  return turned ? { width: video.height, height: wide } : { width: wide, height: video.height };
}

/**
 * The size to scale to: sides even, as H.264 wants them, proportions kept, never larger than it is.
 * @param longest most pixels of the longer side
 * @param shortest most pixels of the shorter side
 */
export function fitted(video: Video, longest: number, shortest: number): Size {
  const { width, height } = shownSize(video);
  const factor = Math.min(1, longest / Math.max(width, height), shortest / Math.min(width, height));
  return { width: even(width * factor), height: even(height * factor) };
}

/** Frames a second, as a fraction. */
export interface FrameRate {
  readonly over: number;
  readonly under: number;
}

const usual: readonly FrameRate[] = [
  { over: 24_000, under: 1001 },
  { over: 24, under: 1 },
  { over: 25, under: 1 },
  { over: 30_000, under: 1001 },
  { over: 30, under: 1 },
];

/**
 * The steady rate to encode at: the source's where it is a usual one, half of it for 48, 50 or 60, else the next whole
 * number. Never over 30: nothing in a classroom needs more, and every frame costs. A file that does not say gets 25.
 */
export function frameRateOf(video: Video): FrameRate {
  const given = video.framesPerSecond ?? 25;
  const wanted = given > 31 ? given / 2 : given;
  const near = usual.find(({ over, under }) => Math.abs(over / under - wanted) < 0.01);
  return near ?? { over: Math.min(30, Math.max(1, Math.ceil(wanted))), under: 1 };
}
