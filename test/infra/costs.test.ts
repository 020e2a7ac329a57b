import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { costOf } from '../../scripts/deploy/costModel.ts';
import { costTable, withTable } from '../../scripts/deploy/costTable.ts';

test('the table in docs/operations.md is of the prices and profiles of today', async () => {
  const text = await readFile('docs/operations.md', 'utf8');
  expect(withTable(text, await costTable()), 'run "npm run costs"').toBe(text);
});

test('the small profile costs about what the calls cost, and each larger one more than the one before', async () => {
  const [small, district, global] = await Promise.all(['small', 'district', 'global'].map(costOf));
  expect(small?.fixedMonthly).toBeLessThan(50);
  expect(district?.fixedMonthly).toBeGreaterThan(small?.fixedMonthly ?? 0);
  expect(global?.fixedMonthly).toBeGreaterThan(district?.fixedMonthly ?? 0);
  // 30 minutes of Whisper are $0.18 of it.
  expect(small?.per1000Lessons).toBeGreaterThan(180);
});
