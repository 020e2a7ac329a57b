import { expect, test } from 'vitest';
import { clock } from '../../../cli/report.ts';

test.each([
  [0, '0:00.0'],
  [59.96, '1:00.0'],
  [75.34, '1:15.3'],
  [3605, '60:05.0'],
])('%d seconds are shown as %s', (seconds, text) => expect(clock(seconds)).toBe(text));
