import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const scriptsSchema = z.object({ scripts: z.record(z.string(), z.string()) });

const pages = (await Array.fromAsync(glob(['*.md', '{docs,local,samples,speech,web}/*.md']))).sort();
const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '').replace(/^ {4,}.*$/gm, '');

/** The anchors of a page's headings, as GitHub makes them. */
async function anchorsOf(page: string): Promise<Set<string>> {
  const headings = withoutCode(await readFile(page, 'utf8')).matchAll(/^#+ (.+)$/gm);
  const plain = ([, heading = '']: RegExpMatchArray) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
  return new Set([...headings].map(plain));
}

/** Where a page's links lead that stay within the project: to a file or folder, and an anchor in it. */
async function linksOf(page: string): Promise<{ link: string; file: string; anchor: string | undefined }[]> {
  const links = [...(await readFile(page, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path = '', anchor] = link.split('#');
      return { link, file: path === '' ? page : normalize(join(dirname(page), path)), anchor };
    });
}

test.each(pages)('every link of %s within the project leads to something', async (page) => {
  for (const { link, file, anchor } of await linksOf(page)) {
    expect(existsSync(file), link).toBe(true);
    if (anchor !== undefined) expect(await anchorsOf(file), link).toContain(anchor);
  }
});

test.each(pages)('%s names only outputs, parameters and settings that there are', async (page) => {
  const sources = [
    'infra/main.bicep',
    'infra/main.parameters.json',
    'local/ports.ts',
    'local/machine/address.ts',
    'compose.yaml',
    'infra/local.json',
    'scripts/**/*.ts',
    '.github/workflows/*.yml',
  ];
  const known = (await Promise.all((await Array.fromAsync(glob(sources))).map((file) => readFile(file, 'utf8')))).join(
    '\n',
  );
  for (const [name] of (await readFile(page, 'utf8')).matchAll(/\bASKWELL_[A-Z_]+\b/g))
    expect(new RegExp(`\\b${name}\\b`).test(known), name).toBe(true);
});

// What is in `…` and begins like a path of ours; `{a,b}` and `*` stand for several.
const top = 'functions|shared|local|speech|web|cli|infra|samples|testing|test|bench|scripts|docs|\\.github';

// A changelog speaks of what was, too.
test.each(pages.filter((page) => page !== 'CHANGELOG.md'))(
  'the files and folders that %s speaks of exist',
  async (page) => {
    const text = await readFile(page, 'utf8');
    for (const [, path = ''] of text.matchAll(new RegExp(`\`((?:${top})/[^\`\\s]*)\``, 'g'))) {
      // Written at deployment, not kept; or a place for a name.
      if (path === 'infra/openapi.json' || /\b[A-Z]+$/.test(path)) continue;
      expect(await Array.fromAsync(glob(path)), path).not.toEqual([]);
    }
    for (const [, file = ''] of text.matchAll(/\bnode ((?:\w+\/)+\w+\.ts)\b/g))
      expect(existsSync(file), file).toBe(true);
  },
);

test.each(pages)('the npm scripts that %s speaks of exist', async (page) => {
  const { scripts } = scriptsSchema.parse(JSON.parse(await readFile('package.json', 'utf8')));
  for (const [, name = ''] of (await readFile(page, 'utf8')).matchAll(/\bnpm run (?:--silent )?([\w:-]*\w)/g))
    expect(Object.keys(scripts), page).toContain(name);
});
