import { describe, expect, it } from 'vitest';
import { turnsOf } from '../../../shared/speakers/turns.ts';
import { attribution } from '../../../shared/speakers/whose.ts';

const window = (start: number, alike: number[]) => ({ start, end: start + 1.5, alike });

// Case 7 of what users of other tools reported: the one who began took all.
describe('two who speak at once', () => {
  const speech = [{ start: 0, end: 6 }];
  const overlaps = [{ start: 3, end: 3.4 }];

  it('have a turn each, also where only one of them was ever heard alone', () => {
    const alone = attribution([0, 1.5, 3, 4.5].map((start) => window(start, [0.8])));
    expect(turnsOf({ speech, changes: [], overlaps }, alone)).toEqual([
      { start: 0, end: 6, voice: 0 },
      { start: 3, end: 3.4, voice: 1 },
    ]);
    const shorter = [{ start: 3, end: 3.2 }];
    expect(turnsOf({ speech, changes: [], overlaps: shorter }, alone)).toEqual([{ start: 0, end: 6, voice: 0 }]);
  });

  it('are the most alike and the next one, where nobody else is near', () => {
    const two = attribution([0, 1.5, 3, 4.5].map((start) => window(start, [0.8, 0.3])));
    expect(turnsOf({ speech, changes: [], overlaps }, two)).toEqual([
      { start: 0, end: 6, voice: 0 },
      { start: 3, end: 3.4, voice: 1 },
    ]);
  });
});
