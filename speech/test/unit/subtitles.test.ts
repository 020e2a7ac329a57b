import { describe, expect, it } from 'vitest';
import { languageName } from '../../http/languages.ts';
import { toSrt, toVtt } from '../../http/subtitles.ts';

const cues = [
  { start: 0, end: 1.2345, text: ' Does it float? ' },
  { start: 3661.5, end: 3662.9996, text: 'A < B & C --> D' },
];

describe('subtitles', () => {
  it('are written as SubRip', () => {
    expect(toSrt(cues)).toBe(
      '1\n00:00:00,000 --> 00:00:01,235\nDoes it float?\n\n2\n01:01:01,500 --> 01:01:03,000\nA < B & C -> D\n\n',
    );
  });

  it('are written as WebVTT, with markup made harmless', () => {
    expect(toVtt(cues)).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.235\nDoes it float?\n\n' +
        '01:01:01.500 --> 01:01:03.000\nA &lt; B &amp; C --&gt; D\n\n',
    );
  });

  it('of nothing are empty', () => {
    expect(toSrt([])).toBe('');
    expect(toVtt([])).toBe('WEBVTT\n\n');
  });
});

describe('language names', () => {
  it('are English and in lower case', () => {
    expect(['en', 'es', 'zh', 'jw'].map(languageName)).toEqual(['english', 'spanish', 'chinese', 'javanese']);
  });
});
