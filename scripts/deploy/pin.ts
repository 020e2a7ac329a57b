import { glob, readFile, writeFile } from 'node:fs/promises';
import { readCommandLine } from '../../local/commandLine.ts';
import { pinText } from './pinning/pinText.ts';

const patterns = [
  '{Dockerfile,local/Dockerfile,speech/Dockerfile}',
  'compose.yaml',
  '.github/workflows/*.yml',
  'infra/images.json',
];
const usage = `npm run pin
Looks up, without an account, what the tags of base images, images of others and GitHub actions mean now, and writes it
beside them: digests into Dockerfiles, compose.yaml and infra/images.json, commits into the workflows. What cannot be looked up is told,
and stays as it is; the command then ends with 1.`;

readCommandLine(usage, {});
let failures = 0;
for (const file of (await Array.fromAsync(glob(patterns))).sort()) {
  const before = await readFile(file, 'utf8');
  const { text, pinned, failed } = await pinText(file, before, { gitHub: 'https://api.github.com' });
  if (text !== before) await writeFile(file, text);
  for (const line of pinned) console.log(`${file}: ${line}`);
  for (const line of failed) console.error(`${file}: not looked up, and left as it is. ${line}`);
  failures += failed.length;
}
if (failures > 0) process.exitCode = 1;
