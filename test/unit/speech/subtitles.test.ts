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

test('no cue is without length, before another in time, or over the next one; no word is lost', () => {
  const untidy = [
    { start: 4, end: 9, text: 'Third.' },
    { start: 1, end: 1, text: 'First.' },
    { start: 1.2, end: 5, text: 'Second.' },
    { start: 8, end: 8, text: 'Fourth,' },
    { start: 8.0002, end: 8.0004, text: 'at once.' },
  ];
  expect(toVtt(untidy)).toBe(
    [
      'WEBVTT\n',
      '00:00:01.000 --> 00:00:01.200\nFirst.\n',
      '00:00:01.200 --> 00:00:04.000\nSecond.\n',
      '00:00:04.000 --> 00:00:08.000\nThird.\n',
      '00:00:08.000 --> 00:00:08.500\nFourth, at once.\n',
    ].join('\n'),
  );
  expect(toSrt(untidy)).toContain('\n4\n00:00:08,000 --> 00:00:08,500\nFourth, at once.\n');
});

test('a lone carriage return ends no cue', () => {
  for (const write of [toVtt, toSrt]) {
    const text = write([{ start: 0, end: 1, text: 'one\r\rtwo\r\n\r\n three\r' }]);
    expect(text).not.toContain('\r');
    expect(text).toContain('\none two three\n');
  }
});

test('a long run of spaces takes no longer than any text of its length', () => {
  // Twenty thousand took 0.7 s when the time grew with their square; these would take half an hour.
  const text = `a${' '.repeat(1_000_000)}b`;
  expect(toVtt([{ start: 0, end: 1, text }])).toContain(text);
}, 5000);
