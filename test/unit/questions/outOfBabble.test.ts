import { describe, expect, it } from 'vitest';
import { outOfBabble } from '../../../shared/questions/outOfBabble.ts';

const words = [{ start: 2, end: 2.5, text: 'Why?' }];
const segments = [{ start: 2, end: 2.5, text: 'Why?', words }];
const overlaps = [{ start: 4, end: 5 }];

describe('what is heard of the voices of a lesson', () => {
  it('is all of it, also of those who were not understood', () => {
    // Nobody speaks for the minute between: that is no babble.
    const speech = [
      { start: 0, end: 6 },
      { start: 9, end: 14 },
      { start: 80, end: 81 },
    ];
    const heard = { speech, changes: [3], overlaps };
    expect(outOfBabble(heard, { segments, voice: speech })).toEqual(heard);
  });

  it('is, where voices babble all the time, what was understood', () => {
    const speech = [{ start: 0, end: 15 }];
    const heard = { speech, changes: [3], overlaps };
    expect(outOfBabble(heard, { segments, voice: speech })).toEqual({
      speech: [{ start: 2, end: 2.5 }],
      changes: [3],
      overlaps: [],
    });
  });
});
