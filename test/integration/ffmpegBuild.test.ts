import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchBuild } from '../../scripts/build/ffmpegBuild.ts';
import { pathOf } from '../../shared/media/binaries.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

const run = promisify(execFile);
const folder = temporaryDirectory();
const archives = new Map<string, Buffer>();
const server = createServer((request, response) => {
  const archive = archives.get(request.url ?? '');
  response.writeHead(archive === undefined ? 404 : 200).end(archive);
});
let address: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is always an AddressInfo.
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Serves a folder as an archive. @returns its address and its hash */
async function serve(name: string): Promise<[address: string, sha256: string]> {
  const file = join(folder.path, `${name}.tar`);
  await run('tar', ['-cf', file, '-C', folder.path, name]);
  const bytes = await readFile(file);
  archives.set(`/${name}.tar`, bytes);
  return [`${address}/${name}.tar`, createHash('sha256').update(bytes).digest('hex')];
}

async function empty(name: string): Promise<string> {
  const path = join(folder.path, name);
  await mkdir(path, { recursive: true });
  return path;
}

/** A folder with programs of these contents. */
async function programs(name: string, contents: Readonly<Record<string, string>>): Promise<void> {
  const path = await empty(name);
  for (const [program, text] of Object.entries(contents)) {
    await writeFile(join(path, program), text);
    await chmod(join(path, program), 0o755);
  }
}

test('the build of an archive is fetched, held against its hash, and run', async () => {
  const path = await empty('static');
  for (const program of ['ffmpeg', 'ffprobe'] as const) await copyFile(await pathOf(program), join(path, program));
  const [url, hash] = await serve('static');
  const build = await fetchBuild(url, hash.toUpperCase(), await empty('into-1'));
  expect(build).toMatchObject({ version: expect.any(String), licence: expect.stringMatching(/^L?GPL-/) });
  expect((await run(join(build.folder, 'ffmpeg'), ['-version'])).stdout).toContain(build.version);
});

test('an archive of another hash is refused before anything of it is unpacked', async () => {
  const [url] = await serve('static');
  const into = await empty('into-2');
  await expect(fetchBuild(url, '0'.repeat(64), into)).rejects.toThrow(/not 0{64}\. Nothing of it was unpacked/);
  await expect(readFile(join(into, 'unpacked/static/ffmpeg'))).rejects.toThrow('ENOENT');
});

test('an address that has nothing, and an archive without the programs, are named', async () => {
  await expect(fetchBuild(`${address}/none.tar`, '0'.repeat(64), await empty('into-3'))).rejects.toThrow('answers 404');
  await programs('half', { ffmpeg: '#!/bin/sh\n' });
  const [url, hash] = await serve('half');
  await expect(fetchBuild(url, hash, await empty('into-4'))).rejects.toThrow('no folder with ffmpeg and ffprobe');
});

test('a program that does not run, or may not be passed on, is refused', async () => {
  await programs('broken', { ffmpeg: '#!/bin/sh\nexit 3\n', ffprobe: '#!/bin/sh\n' });
  const [broken, brokenHash] = await serve('broken');
  await expect(fetchBuild(broken, brokenHash, await empty('into-5'))).rejects.toThrow('does not run here');
  const says = 'echo "ffmpeg version 9 Copyright (c) 2000-2026 the FFmpeg developers"\necho --enable-nonfree\n';
  await programs('nonfree', { ffmpeg: `#!/bin/sh\n${says}`, ffprobe: '#!/bin/sh\n' });
  const [nonfree, nonfreeHash] = await serve('nonfree');
  await expect(fetchBuild(nonfree, nonfreeHash, await empty('into-6'))).rejects.toThrow('may not be passed on');
});

// Of a distribution, with the libraries that it needs beside it: Debian's package `ffmpeg`, for one.
const distribution = process.env.FFMPEG_OF_DISTRIBUTION ?? '/usr/bin/ffmpeg';
const there = await realpath(distribution).then(
  () => true,
  () => false,
);

test.skipIf(!there)(
  'a build that needs libraries is packed with them, and runs from the package',
  async () => {
    const libraries = await empty('debian/lib');
    for (const program of ['ffmpeg', 'ffprobe']) {
      const from = join(distribution, '..', program);
      await copyFile(from, join(folder.path, 'debian', program));
      const { stdout } = await run('ldd', [from]);
      for (const [, library = ''] of stdout.matchAll(/=> (\/\S+)/g)) {
        // The loader and its own libraries are the system's.
        if (/\/(?:ld-linux|libc\.so|libm\.so|libpthread|libdl|librt|libresolv)/.test(library)) continue;
        await copyFile(await realpath(library), join(libraries, basename(library)));
      }
    }
    const [url, hash] = await serve('debian');
    const out = join(folder.path, 'package');
    const environment = { ...process.env, LD_LIBRARY_PATH: '', ASKWELL_FFMPEG_URL: url, ASKWELL_FFMPEG_SHA256: hash };
    const { stdout } = await run(process.execPath, ['scripts/build/package.ts', '--out', out], { env: environment });
    const { version, year } = JSON.parse(await readFile(join(out, 'bin/ffmpeg.json'), 'utf8'));
    expect(stdout).toContain(`ffmpeg ${version}, of ${year}.\n`);
    expect(await readFile(join(out, 'THIRD-PARTY-NOTICES'), 'utf8')).toContain(`ffmpeg ${version}\nLicence: GPL-`);
    const env = { LD_LIBRARY_PATH: join(out, 'bin/lib'), PATH: '' };
    expect((await run(join(out, 'bin/ffmpeg'), ['-version'], { env })).stdout).toContain(version);
  },
  180_000,
);
