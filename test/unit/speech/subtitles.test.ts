import { expect, test } from 'vitest';
import { toSrt, toVtt } from '../../../shared/speech/subtitles.ts';

const segments = [
  { start: 0, end: 1.5, text: 'Is it <b>red</b> & round?' },
  { start: 3661.0004, end: 3662.9996, text: 'one\n\ntwo --> three' },
];

test('WebVTT: times to the millisecond, markup escaped, no cue cut by a blank line', () => {
  expect(toVtt(segments)).toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nIs it &lt;b&gt;red&lt;/b&gt; &amp; round?\n\n01:01:01.000 --> 01:01:03.000\none two → three\n',
  );
});

test('SubRip: numbered, with commas', () => {
  expect(toSrt(segments)).toBe(
    '1\n00:00:00,000 --> 00:00:01,500\nIs it <b>red</b> & round?\n\n2\n01:01:01,000 --> 01:01:03,000\none two → three\n',
  );
});

test('a lesson without speech is a file without cues', () => {
  expect(toVtt([])).toBe('WEBVTT\n');
  expect(toSrt([])).toBe('');
});

test('words that were hard to hear are marked', () => {
  const segments = [
    { start: 0, end: 1, text: 'It is heavy.', heard: 'doubtful' as const },
    { start: 2, end: 3, text: '[unclear]', heard: 'not-understood' as const },
  ];
  for (const write of [toVtt, toSrt]) expect(write(segments)).toMatch(/\n\[\?\] It is heavy\.\n[\s\S]*\n\[unclear\]\n/);
});
