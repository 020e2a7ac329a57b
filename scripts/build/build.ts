import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { appLink, builtApp } from './app.ts';

// Whoever asks for a build may be anywhere.
process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const made = await builtApp();
const { version } = JSON.parse(await readFile('package.json', 'utf8'));
if (made === null) console.log(`Askwell ${version}: nothing has changed since it was built (${appLink}).`);
else {
  const { functions, studioBytes } = made;
  console.log(
    `Askwell ${version}: ${functions.count} functions, ${(functions.sizeBytes / 1e6).toFixed(1)} MB to deploy (${appLink}, without ffmpeg).`,
  );
  console.log(
    `Studio: ${(studioBytes / 1000).toFixed(1)} kB of JavaScript for the library view (gzip, at most 150 kB).`,
  );
}
