import { appendFile, cp, glob, mkdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { appLink, builtApp } from './app.ts';
import { readPackage } from './licences/heldPackages.ts';
import { noticeOf, thingEntries } from './licences/notices.ts';
import { ofTheDistribution } from './licences/things.ts';

// What is deployed: the built app, and ffmpeg for Linux. No package is installed there.
const usage = `Lays out what is deployed to Azure Functions.

  npm run package                          into deploy/
  npm run package -- --out FOLDER          into another folder, which is emptied first
  npm run package -- --without-ffmpeg      for an image that has its own
`;

const { values } = readCommandLine(usage, {
  out: { type: 'string', default: 'deploy' },
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
if (!values['without-ffmpeg']) {
  for (const program of ['ffmpeg', 'ffprobe']) {
    const folder = dirname(packageOf(program));
    await cp(join(folder, program), join(out, 'bin', program));
    await appendFile(notices, noticeOf(await readPackage(folder, '')));
  }
} else await appendFile(notices, thingEntries([ofTheDistribution]));

const { version } = JSON.parse(await readFile(join(out, 'package.json'), 'utf8'));
let bytes = 0;
for await (const file of glob('**/*', { cwd: out })) {
  const found = await stat(join(out, file));
  if (found.isFile()) bytes += found.size;
}
console.log(`${values.out}/: Askwell ${version}, ${(bytes / 1e6).toFixed(1)} MB.`);

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
