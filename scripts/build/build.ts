import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readCommandLine } from '../../local/commandLine.ts';
import { appLink, builtApp, whyNotBuilt } from './app.ts';

const usage = `npm run build [-- --development]
Builds the app into dist/app, unless that was built from the same sources already. Other commands do so by themselves.
  --development  as npm run dev does: the studio loads itself again when it has changed

STUDIO_STORAGE_ORIGIN, the blob endpoint, is wanted for Static Web Apps only, which send the studio's headers themselves.`;
const { values } = readCommandLine(usage, { development: { type: 'boolean', default: false } });

// Whoever asks for a build may be anywhere.
process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
try {
  const made = await builtApp({ development: values.development });
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  if (made === null) console.log(`Askwell ${version}: nothing has changed since it was built (${appLink}).`);
  else {
    const { functions, studioBytes } = made;
    const [megabytes, kilobytes] = [(functions.sizeBytes / 1e6).toFixed(1), (studioBytes / 1000).toFixed(1)];
    console.log(
      `Askwell ${version}: ${functions.count} functions, ${megabytes} MB to deploy (${appLink}, without ffmpeg).`,
    );
    console.log(`Studio: ${kilobytes} kB of JavaScript for the library view (gzip, at most 150 kB).`);
  }
} catch (error) {
  console.error(whyNotBuilt(error));
  process.exitCode = 1;
}
