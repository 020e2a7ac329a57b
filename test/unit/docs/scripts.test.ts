import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';

test('CONTRIBUTING.md lists every npm script, each once, and no other', async () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile('package.json', 'utf8')));
  const [, index = ''] = (await readFile('CONTRIBUTING.md', 'utf8')).split('## Every npm script');
  const listed = [...index.matchAll(/^\| `([\w:-]+)` \|/gm)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual(Object.keys(scripts).toSorted());
});
