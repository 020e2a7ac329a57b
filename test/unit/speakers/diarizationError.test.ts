import { describe, expect, it } from 'vitest';
import { diarizationError } from '../../../scripts/speakers/diarizationError.ts';
import { readRttm } from '../../../scripts/speakers/rttm.ts';

const turn = (speaker: string, start: number, end: number) => ({ speaker, start, end });

describe('diarization error', () => {
  it('is nothing for the same turns under other names', () => {
    const truth = [turn('anna', 0, 4), turn('ben', 4, 8)];
    expect(diarizationError(truth, [turn('2', 0, 4), turn('1', 4, 8)])).toMatchObject({ rate: 0, spoken: 7 });
  });

  it('counts what is missed, made up and confused, outside the collar', () => {
    // Counted are 0.25 to 9.75 and, of silence, what is after 10.25.
    const truth = [turn('anna', 0, 10)];
    const found = diarizationError(truth, [turn('1', 0, 5.25), turn('2', 5.25, 7.75), turn('1', 10, 12.25)]);
    expect(found.spoken).toBeCloseTo(9.5);
    expect(found.missed).toBeCloseTo(2);
    expect(found.confused).toBeCloseTo(2.5);
    expect(found.invented).toBeCloseTo(2);
  });

  it('counts two at once twice', () => {
    const truth = [turn('anna', 0, 10), turn('ben', 0, 10)];
    expect(diarizationError(truth, [turn('1', 0, 10)])).toMatchObject({ rate: 0.5 });
    expect(diarizationError(truth, [turn('1', 0, 10), turn('2', 0, 10)])).toMatchObject({ rate: 0 });
  });
});

describe('RTTM', () => {
  it('is read turn by turn, other lines left out, and a line that is none named', () => {
    const line = 'SPEAKER lesson 1 1.500 0.250 <NA> <NA> anna <NA> <NA>';
    expect(readRttm(`;; a comment\n${line}\nSPKR-INFO lesson 1 <NA>\n`)).toEqual([turn('anna', 1.5, 1.75)]);
    expect(() => readRttm(`${line}\nSPEAKER lesson 1 x 2 <NA> <NA> a`)).toThrow(/Line 2/);
  });
});
