import { describe, expect, it } from 'vitest';
import { readServes } from '../../serves.ts';

describe('SPEECH_SERVES', () => {
  it.each([undefined, '', ' , '])('means everything when it is %j', (text) => {
    expect([...readServes(text)].sort()).toEqual(['voices', 'words']);
  });

  it('names what is served', () => {
    expect([...readServes(' voices ')]).toEqual(['voices']);
  });

  it('is refused with its name when it asks for something else', () => {
    expect(() => readServes('voices,music')).toThrow(/SPEECH_SERVES knows words, voices; not "music"/);
  });
});
