import { describe, expect, it } from 'vitest';
import { joinScript } from '../../../shared/media/join.ts';
import { fitted, frameRateOf, shownSize } from '../../../shared/media/picture.ts';
import type { Probe } from '../../../shared/media/probe.ts';
import { planTranscode, transcodePieces } from '../../../shared/media/transcode.ts';

type Video = NonNullable<Probe['video']>;

const video: Video = {
  streamIndex: 0,
  codec: 'h264',
  pixelFormat: 'yuv420p',
  width: 1920,
  height: 1080,
  pixelAspect: 1,
  rotation: 0,
  framesPerSecond: 25,
  interlaced: false,
};
const probe: Probe = {
  durationSeconds: 600,
  sizeBytes: 1,
  container: 'mp4',
  startTimeSeconds: 0,
  video,
  audio: { streamIndex: 1, codec: 'aac', channels: 2, sampleRate: 48_000 },
};
const having = (change: Partial<Video>): Probe => ({ ...probe, video: { ...video, ...change } });

describe('what has to be done for browsers', () => {
  it.each<[string, Probe]>([
    ['H.264 and AAC in MP4', probe],
    ['full-range H.264', having({ pixelFormat: 'yuvj420p' })],
    ['a phone held upright', having({ rotation: 90 })],
    ['a picture without sound', { ...probe, audio: null }],
    ['an m4a', { ...probe, video: null, container: 'm4a' }],
    ['an MP4 of any size', { ...probe, sizeBytes: 1_500_000_000 }],
  ])('is nothing for %s', (_, file) => expect(planTranscode(file)).toBe('leave'));

  it.each<[string, Probe]>([
    ['MOV', { ...probe, container: 'mov' }],
    ['Matroska', { ...probe, container: 'matroska' }],
    ['a file that does not start at zero', { ...probe, startTimeSeconds: 1.4 }],
    [
      'sound that browsers do not play',
      { ...probe, audio: { streamIndex: 1, codec: 'ac3', channels: 6, sampleRate: 48_000 } },
    ],
    ['sound alone, in a format that browsers do not play', { ...probe, video: null, container: 'asf' }],
  ])('is another container for %s', (_, file) => expect(planTranscode(file)).toBe('remux'));

  it.each<[string, Probe]>([
    ['another codec', having({ codec: 'hevc' })],
    ['ten bits', having({ pixelFormat: 'yuv420p10le' })],
    ['full colour', having({ pixelFormat: 'yuv444p' })],
    ['4K', having({ width: 3840, height: 2160 })],
    ['interlaced pictures', having({ interlaced: true })],
    ['AVI', { ...probe, container: 'avi' }],
    ['a MOV whose copy would fill the disk', { ...probe, container: 'mov', sizeBytes: 1_500_000_000 }],
  ])('is encoding for %s', (_, file) => expect(planTranscode(file)).toBe('encode'));
});

describe('the pieces of an encoding', () => {
  it('follow each other without a gap and end with the recording', () => {
    for (const rate of [24_000 / 1001, 25, 30_000 / 1001, 59.94, 14.7, null]) {
      const pieces = transcodePieces({ ...having({ framesPerSecond: rate }), durationSeconds: 1234.5 });
      for (const [index, piece] of pieces.entries()) {
        expect(piece.index).toBe(index);
        expect(piece.start).toBe(pieces[index - 1]?.end ?? 0);
        expect(piece.end - piece.start).toBeLessThanOrEqual(264.1);
      }
      expect(pieces.at(-1)?.end).toBe(1234.5);
    }
  });

  it('are shorter where each second is more work, but never tiny', () => {
    const first = (change: Partial<Video>) =>
      transcodePieces({ ...having(change), durationSeconds: 3600 })[0]?.end ?? 0;
    expect(first({ framesPerSecond: 30 })).toBeCloseTo(240, 0);
    expect(first({ width: 3840, height: 2160, framesPerSecond: 60 })).toBeCloseTo(30, 0);
    expect(first({ width: 7680, height: 4320, framesPerSecond: 60, pixelFormat: 'yuv420p10le' })).toBeCloseTo(20, 0);
  });

  it('end between two frames', () => {
    const [piece] = transcodePieces(having({ framesPerSecond: 30_000 / 1001 }), 60);
    const frames = ((piece?.end ?? 0) * 30_000) / 1001;
    expect(frames).toBeCloseTo(Math.round(frames), 6);
  });

  it('are one for a short recording, and never end in a sliver', () => {
    expect(transcodePieces({ ...probe, durationSeconds: 3 })).toEqual([{ index: 0, start: 0, end: 3 }]);
    expect(transcodePieces({ ...probe, durationSeconds: 250 })).toHaveLength(1);
    expect(transcodePieces({ ...probe, durationSeconds: 270 })).toHaveLength(2);
  });
});

describe('the encoded picture', () => {
  it('is upright, with square pixels', () => {
    expect(shownSize({ ...video, rotation: 270 })).toEqual({ width: 1080, height: 1920 });
    expect(shownSize({ ...video, width: 720, height: 576, pixelAspect: 16 / 11 }).width).toBeCloseTo(1047.3, 1);
  });

  it('has at most 720 lines, and even sides', () => {
    expect(fitted(video, 1280, 720)).toEqual({ width: 1280, height: 720 });
    expect(fitted({ ...video, rotation: 90 }, 1280, 720)).toEqual({ width: 720, height: 1280 });
    expect(fitted({ ...video, width: 641, height: 479 }, 1280, 720)).toEqual({ width: 642, height: 480 });
    expect(fitted({ ...video, width: 8000, height: 2 }, 1280, 720)).toEqual({ width: 1280, height: 2 });
  });

  it('keeps a usual rate, halves a high one and rounds an odd one', () => {
    const rate = (framesPerSecond: number | null) => {
      const { over, under } = frameRateOf({ ...video, framesPerSecond });
      return `${over}/${under}`;
    };
    expect(rate(29.97)).toBe('30000/1001');
    expect(rate(59.94)).toBe('30000/1001');
    expect(rate(50)).toBe('25/1');
    expect(rate(12.3)).toBe('13/1');
    expect(rate(0.01)).toBe('1/1');
    expect(rate(240)).toBe('30/1');
    expect(rate(null)).toBe('25/1');
  });
});

describe('the script that joins pieces', () => {
  it('quotes names, so that none of them is an instruction', () => {
    const script = joinScript([{ file: "/tmp/it's here/a.mov", start: 0, end: 240 }]);
    expect(script).toBe("ffconcat version 1.0\nfile 'file:/tmp/it'\\''s here/a.mov'\nduration 240.000000\n");
  });
});
