import { describe, expect, it } from 'vitest';
import { proposeRoles } from '../../../shared/speakers/proposeRoles.ts';

const voice = (seconds: number, questions: number, longestSeconds = 5) => ({ seconds, questions, longestSeconds });

describe('proposed roles', () => {
  it('make an educator of whoever speaks and asks most, and children of the others', () => {
    expect(proposeRoles([voice(300, 20), voice(60, 2), voice(50, 0)])).toEqual(['educator', 'child', 'child']);
  });

  it('make an educator of one voice alone, whatever it asks', () => {
    expect(proposeRoles([voice(60, 4)])).toEqual(['educator']);
    expect(proposeRoles([])).toEqual([]);
  });

  it('leave a child who talks longest a child, where another one asks', () => {
    expect(proposeRoles([voice(200, 1), voice(100, 9)])).toEqual(['child', 'educator']);
  });

  it('say of nobody what he is where talk and questions point at two, and of a second one who comes near', () => {
    expect(proposeRoles([voice(200, 5), voice(100, 7)])).toEqual(['unknown', 'unknown']);
    expect(proposeRoles([voice(200, 10), voice(150, 8), voice(40, 1)])).toEqual(['educator', 'unknown', 'child']);
  });

  it('give none to a voice of a few murmurs', () => {
    expect(proposeRoles([voice(300, 20), voice(4, 0, 0.5), voice(4, 0, 2.5)])).toEqual([
      'educator',
      'unknown',
      'child',
    ]);
  });
});
