import { glob, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

// There is one stylesheet in the end: a name that two folders style is a view that changes another one's look.
test('no class is styled by two views, nor by a view and the common parts', async () => {
  const owners = new Map<string, Set<string>>();
  for await (const file of glob('web/*/**/*.css')) {
    const folder = file.split('/')[1] ?? '';
    const rules = (await readFile(file, 'utf8')).replaceAll(/\/\*.*?\*\//gs, '');
    for (const [, name = ''] of rules.matchAll(/^\s*\.([a-z][\w-]*)(?=\s*[,{])/gm)) {
      owners.set(name, (owners.get(name) ?? new Set()).add(folder));
    }
  }
  const shared = [...owners].filter(([, folders]) => folders.size > 1);
  expect(owners.size).toBeGreaterThan(50);
  expect(shared.map(([name, folders]) => `.${name}: ${[...folders].join(', ')}`)).toEqual([]);
});
