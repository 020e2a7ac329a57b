import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { permanentCodes, transientCodes } from '../../../shared/errors.ts';

test('the table of failures has every code once, and no other', async () => {
  const page = await readFile('docs/operations.md', 'utf8');
  const section = /## Why a lesson failed\n([\s\S]*?)\n## /.exec(page)?.[1] ?? '';
  const rows = section.split('\n').filter((line) => /^\| `/.test(line));
  const told = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z-]+)`/g)].map(([, code]) => code));
  // No lesson fails of it: the sentence below the table tells what does happen.
  expect(section).toMatch(/ends as \*superseded\*/);
  expect([...told, 'superseded'].sort()).toEqual([...permanentCodes, ...transientCodes].sort());
});
