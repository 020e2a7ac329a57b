import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { costOf, hourOfSound } from '../../scripts/deploy/costModel.ts';
import { costMarks, costTable } from '../../scripts/deploy/costTable.ts';
import { withTable } from '../../scripts/deploy/marked.ts';

test('the table in docs/operations.md is of the prices and profiles of today', async () => {
  const text = await readFile('docs/operations.md', 'utf8');
  expect(withTable(text, await costTable(), costMarks), 'run "npm run costs"').toBe(text);
});

test('the small profile costs about what the calls cost, and each larger one more than the one before', async () => {
  const [small, district, global] = await Promise.all(['small', 'district', 'global'].map(costOf));
  expect(small?.fixedMonthly).toBeLessThan(50);
  expect(district?.fixedMonthly).toBeGreaterThan(small?.fixedMonthly ?? 0);
  expect(global?.fixedMonthly).toBeGreaterThan(district?.fixedMonthly ?? 0);
});

test('an hour of sound with the larger weights costs what their work costs, and a lesson of half an hour half of that', async () => {
  // 3,600 s of sound, 0.62 core-seconds each, at work 60 % of the time that is paid: 3,720 core-seconds.
  expect(await hourOfSound('small')).toBeCloseTo(3720 * (0.000024 + 2 * 0.000003), 6);
  expect(await hourOfSound('base')).toBeLessThan(0.1 * 0.6);
  // Four replicas of four cores in 730 hours.
  expect((await costOf('small')).speechAtMost).toBeCloseTo(4 * 4 * 730 * 3600 * 0.00003, 3);
});
