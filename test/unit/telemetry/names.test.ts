import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { metrics } from '../../../shared/telemetry/names.ts';

test('the table of metrics in docs/operations.md lists every metric, with its kind, unit and attributes', async () => {
  const rows = Object.values(metrics).map(
    ({ name, kind, unit, attributes, description }) =>
      `| \`${name}\` | ${kind} | ${unit} | ${attributes.map((each) => `\`${each}\``).join(', ')} | ${description} |`,
  );
  const documented = (await readFile('docs/operations.md', 'utf8'))
    .split('\n')
    .filter((line) => /^\| `askwell\./.test(line));
  expect(documented).toEqual(rows);
});

test('no two metrics share a name', () => {
  const names = Object.values(metrics).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
