import { existsSync } from 'node:fs';
import { appendFile, cp, glob, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { type FfmpegVersion, isOld } from '../../shared/media/ffmpegAge.ts';
import { appLink, builtApp } from './app.ts';
import { fetchBuild } from './ffmpegBuild.ts';
import { readPackage } from './licences/heldPackages.ts';
import { noticeOf, thingEntries } from './licences/notices.ts';
import { ofTheDistribution } from './licences/things.ts';

// What is deployed: the built app, and ffmpeg for Linux. No package is installed there.
const usage = `Lays out what is deployed to Azure Functions.

  npm run package                          into dist/package/
  npm run package -- --out FOLDER          into another folder, which is emptied first
  npm run package -- --without-ffmpeg      for an image that has its own

ASKWELL_FFMPEG_URL and ASKWELL_FFMPEG_SHA256: an archive (tar) with a current static ffmpeg and ffprobe for Linux on x64,
and its hash. It is run once before it is packed. Without them the package brings npm's, of 2018.
`;

const { values } = readCommandLine(usage, {
  out: { type: 'string', default: 'dist/package' },
  'without-ffmpeg': { type: 'boolean', default: false },
});

const out = resolve(values.out);
if (resolve('.').startsWith(out)) misused(usage, `--out ${values.out}: this would delete the project.`);
await builtApp({ development: false });
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
// Without source maps: nothing reads them there, and the same commit builds the same ones again.
await cp(await realpath(appLink), out, { recursive: true, filter: (file) => !file.endsWith('.map') });

const notices = join(out, 'THIRD-PARTY-NOTICES');
if (values['without-ffmpeg']) await appendFile(notices, thingEntries([ofTheDistribution]));
else {
  const temporary = await mkdtemp(join(tmpdir(), 'askwell-ffmpeg-'));
  try {
    await packFfmpeg(temporary);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    // Half a package is none: nobody is to deploy it.
    await rm(out, { recursive: true, force: true });
    process.exitCode = 1;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
if (existsSync(out)) await tellSize();

async function tellSize(): Promise<void> {
  const { version } = JSON.parse(await readFile(join(out, 'package.json'), 'utf8'));
  let bytes = 0;
  for await (const file of glob('**/*', { cwd: out })) {
    const found = await stat(join(out, file));
    if (found.isFile()) bytes += found.size;
  }
  console.log(`${values.out}/: Askwell ${version}, ${(bytes / 1e6).toFixed(1)} MB.`);
}

/** Puts ffmpeg into the package: the build that the settings name, else npm's, of which the age is told. */
async function packFfmpeg(temporary: string): Promise<void> {
  const { ASKWELL_FFMPEG_URL: address = '', ASKWELL_FFMPEG_SHA256: sha256 = '' } = process.env;
  if ((address === '') !== (sha256 === ''))
    throw new Error('ASKWELL_FFMPEG_URL and ASKWELL_FFMPEG_SHA256 are set together, or neither.');
  const bin = join(out, 'bin');
  let build: FfmpegVersion;
  if (address === '') {
    for (const program of ['ffmpeg', 'ffprobe']) {
      const folder = dirname(packageOf(program));
      await cp(join(folder, program), join(bin, program));
      await appendFile(notices, noticeOf(await readPackage(folder, '')));
    }
    // Elsewhere than on Linux the program cannot be asked; its package says the day of its source: 20181210-g0e8eb07980.
    const { ffmpeg } = JSON.parse(await readFile(join(dirname(packageOf('ffmpeg')), 'package.json'), 'utf8'));
    build = { version: ffmpeg, year: Number(String(ffmpeg).slice(0, 4)) };
  } else {
    const tried = await fetchBuild(address, sha256, temporary);
    for (const part of ['ffmpeg', 'ffprobe', 'lib']) {
      const from = join(tried.folder, part);
      if (existsSync(from)) await cp(from, join(bin, part), { recursive: true, dereference: true });
    }
    const thing = { name: 'ffmpeg', version: tried.version, licence: tried.licence };
    await appendFile(notices, thingEntries([{ ...thing, source: `https://ffmpeg.org, as built by ${address}` }]));
    build = { version: tried.version, year: tried.year };
  }
  await writeFile(join(bin, 'ffmpeg.json'), `${JSON.stringify(build)}\n`);
  const old = isOld(build, new Date())
    ? ' It is old: docs/deploy.md, "A current ffmpeg", says how to take another.'
    : '';
  console.log(`ffmpeg ${build.version}, of ${build.year}.${old}`);
}

/** Azure's machines are Linux on x64, whatever this one is. */
function packageOf(program: string): string {
  const wanted = `@${program}-installer/linux-x64`;
  try {
    return createRequire(import.meta.url).resolve(`${wanted}/package.json`);
  } catch (error) {
    throw new Error(
      `${wanted} is not installed here. On another system than Linux on x64: npm install --no-save --force ${wanted}`,
      { cause: error },
    );
  }
}
