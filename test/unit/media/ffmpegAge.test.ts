import { expect, test } from 'vitest';
import { isOld, readVersion } from '../../../shared/media/ffmpegAge.ts';

test.each([
  [
    'ffmpeg version N-47683-g0e8eb07980-static https://johnvansickle.com/ffmpeg/  Copyright (c) 2000-2018 the FFmpeg developers\nbuilt with gcc',
    { version: 'N-47683-g0e8eb07980-static', year: 2018 },
  ],
  [
    'ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers\n',
    { version: '5.1.9-0+deb12u1', year: 2026 },
  ],
  ['something else, Copyright (c) 2000-2018', null],
])('the version and the year of a build are read from what it says: %s', (text, expected) => {
  expect(readVersion(text)).toEqual(expected);
});

test.each([
  [2018, true],
  [2023, true],
  [2024, false],
  [2026, false],
])('in 2026 a build of %i is old: %s', (year, expected) => {
  expect(isOld({ version: 'x', year }, new Date('2026-11-29'))).toBe(expected);
});
