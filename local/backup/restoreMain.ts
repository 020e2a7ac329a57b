import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { misused, readCommandLine } from '../commandLine.ts';
import { restore } from './restore.ts';

const usage = `Usage: npm run restore -- FILE [--state DIR] [--replace]

Puts back what npm run backup has packed, after every file in it was checked. The cloud must be stopped.
  FILE         - reads from the standard input
  --state DIR  where the cloud keeps its state; default .askwell
  --replace    takes the place of a state that is there, which is set aside beside it`;

const { values, positionals } = readCommandLine(
  usage,
  { state: { type: 'string', default: '.askwell' }, replace: { type: 'boolean', default: false } },
  { positionals: true },
);
const [file, ...rest] = positionals;
if (file === undefined || rest.length > 0) misused(usage, 'One file is restored.');

const stateDir = resolve(values.state);
const fromInput = file === '-';
const whole = fromInput ? join(stateDir, `.restoring-${process.pid}.tar`) : resolve(file);
try {
  if (fromInput) {
    await mkdir(stateDir, { recursive: true, mode: 0o700 });
    await pipeline(process.stdin, createWriteStream(whole, { mode: 0o600 }));
  }
  const { manifest, before } = await restore(whole, stateDir, values.replace);
  const aside = before === undefined ? '' : ` What was there is in ${before}.`;
  console.log(`${Object.keys(manifest.files).length} files of ${manifest.at} are in ${stateDir}.${aside}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  if (fromInput) await rm(whole, { force: true });
}
