import { glob, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { failures } from '../../../shared/words/en/failures.ts';
import { problems } from '../../../shared/words/en/problems.ts';

/** The codes that the sources of the API give, beside an HTTP status or as the kind of an error. */
async function codes(): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const file of glob('{shared,functions}/**/*.ts')) {
    const source = await readFile(file, 'utf8');
    const inProblems = source.matchAll(/(?:Problem\(|Refusal\(|= |\(|\[)\[?\s*[45]\d\d,\s*'([a-z][a-z-]*)'/g);
    const inTables = /shared\/api\/(?:immovable|irremovable|teaching)\.ts$/.test(file)
      ? source.matchAll(/^ {2}'?([a-z][a-z-]*)'?:(?: \[|$)/gm)
      : [];
    const passing = source.matchAll(/new TransientError\(\s*'((?:storage|database|messaging)-unavailable)'/g);
    for (const [, code = ''] of [...inProblems, ...inTables, ...passing]) found.add(code);
  }
  return found;
}

test('every code of a problem that the API answers with has a sentence in the catalogue', async () => {
  const known = await codes();
  expect([...known]).toEqual(expect.arrayContaining(['changed-meanwhile', 'not-permitted', 'same-site', 'signed-out']));
  const told = new Set([...Object.keys(problems), ...Object.keys(failures)]);
  expect([...known].filter((code) => !told.has(code))).toEqual([]);
  expect(Object.keys(problems).filter((code) => !known.has(code))).toEqual([]);
});
