import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { isAccepted } from '../../../scripts/build/licences/accepted.ts';
import {
  allFolders,
  bundledFolders,
  installedFolders,
  readPackage,
} from '../../../scripts/build/licences/heldPackages.ts';
import { noticesOf } from '../../../scripts/build/licences/notices.ts';
import { temporaryDirectory } from '../../../testing/temporary.ts';

const folder = temporaryDirectory();

test.each(['', 'local', 'speech'])(
  'what workspace "%s" needs to run has licences of the short list',
  async (workspace) => {
    const packages = await Promise.all((await installedFolders(workspace)).map((place) => readPackage(place)));
    expect(packages.length).toBeGreaterThan(10);
    expect(packages.filter((one) => !isAccepted(one)).map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
  },
);

test('a licence that is not on the short list is named, with its package, and nothing is written', () => {
  const held = { version: '1.2.3', source: 'https://example.org', texts: [] };
  const good = { ...held, name: 'good', licence: 'MIT' };
  expect(() => noticesOf([good, { ...held, name: 'bad', licence: 'AGPL-3.0-only' }])).toThrow(
    /bad 1\.2\.3 \(AGPL-3\.0-only\)/,
  );
  expect(() => noticesOf([good, { ...held, name: 'silent', licence: undefined }])).toThrow(
    /silent 1\.2\.3 \(says none\)/,
  );
  expect(noticesOf([good])).toContain('good 1.2.3\nLicence: MIT\nSource: https://example.org');
});

test.each([
  ['MIT', true],
  ['GPL-3.0', false],
  ['(MIT OR GPL-3.0)', true],
  ['(MIT AND GPL-3.0)', false],
  ['Apache-2.0 AND BSD-3-Clause', true],
  ['SEE LICENSE IN LICENSE', false],
])('%s is accepted: %s', (licence, expected) => {
  expect(isAccepted({ name: 'some-package', licence })).toBe(expected);
});

test('a package that a person read is accepted only as long as it says the same', () => {
  expect(isAccepted({ name: 'turf-jsts', licence: '(EDL-1.0 OR EPL-1.0)' })).toBe(true);
  expect(isAccepted({ name: 'turf-jsts', licence: 'SSPL-1.0' })).toBe(false);
  expect(isAccepted({ name: 'another', licence: '(EDL-1.0 OR EPL-1.0)' })).toBe(false);
});

test('of a bundle those packages count of which a byte is in it', () => {
  const outputs = {
    'out/a.js': {
      inputs: {
        'shared/own.ts': { bytesInOutput: 10 },
        'node_modules/zod/v4/index.js': { bytesInOutput: 10 },
        'node_modules/@azure/cosmos/dist/index.js': { bytesInOutput: 5 },
        'node_modules/@azure/cosmos/node_modules/long/index.js': { bytesInOutput: 1 },
        'node_modules/shaken-off/index.js': { bytesInOutput: 0 },
      },
    },
  };
  // The other fields of a bundler's report are of no use here.
  expect(bundledFolders({ outputs } as unknown as Parameters<typeof bundledFolders>[0])).toEqual([
    'node_modules/@azure/cosmos',
    'node_modules/@azure/cosmos/node_modules/long',
    'node_modules/zod',
  ]);
});

test('packages are found as Node finds them, without those of developers; what is missing is named', async () => {
  const root = join(folder.path, 'project');
  const lay = async (file: string, content: object | string) => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
  };
  const packages: Record<string, object> = {
    service: {
      dependencies: { own: '1', a: '1' },
      devDependencies: { tool: '1' },
      optionalDependencies: { other: '1' },
    },
    'node_modules/own': { link: true, resolved: 'own' },
    own: { dependencies: { b: '1' } },
    'node_modules/a': { dependencies: { b: '2' } },
    'node_modules/a/node_modules/b': {},
    'node_modules/b': {},
    'node_modules/tool': {},
    'node_modules/other': {},
  };
  await lay('package-lock.json', { packages });
  for (const place of Object.keys(packages)) {
    if (place === 'node_modules/other') continue;
    await lay(`${place}/package.json`, { name: place.split('/').at(-1), version: '1.0.0', license: { type: 'ISC' } });
  }
  await lay('node_modules/.package-lock.json', { packages });
  expect(await allFolders(root)).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/b',
    'node_modules/tool',
  ]);
  await lay('node_modules/b/LICENSE.md', ' Permission is granted. \n');
  expect(await installedFolders('service', root)).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/b',
  ]);
  expect(await readPackage('node_modules/b', root)).toEqual({
    name: 'b',
    version: '1.0.0',
    licence: 'ISC',
    source: 'https://www.npmjs.com/package/b',
    texts: ['Permission is granted.'],
  });
  await lay('package-lock.json', { packages: { ...packages, own: { dependencies: { gone: '1' } } } });
  await expect(installedFolders('service', root)).rejects.toThrow('gone is not installed');
});

test('both images get the notices of what is in them', async () => {
  expect(await readFile('speech/Dockerfile', 'utf8')).toMatch(
    /licences\.ts --of speech --installed --out THIRD-PARTY-NOTICES/,
  );
  expect(await readFile('Dockerfile', 'utf8')).toMatch(/npm run package -- --without-ffmpeg/);
});
