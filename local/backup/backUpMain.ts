import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readCommandLine } from '../commandLine.ts';
import { backUp } from './backUp.ts';

const usage = `Usage: npm run backup [-- --to FILE] [--state DIR]

Packs all that a local cloud keeps (recordings, results, people's reviews, jobs, keys) into one file, which npm run
restore puts back, on this machine or another. The cloud must be stopped. Whoever has the file has the recordings.
  --to FILE    default askwell-DAY.tar, in this folder; - writes to the standard output
  --state DIR  where the cloud keeps its state; default .askwell`;

const { values } = readCommandLine(usage, {
  to: { type: 'string' },
  state: { type: 'string', default: '.askwell' },
});

try {
  const now = new Date();
  const toOutput = values.to === '-';
  // Packed whole first, where the state is: what is written to a pipe cannot be taken back.
  const name = toOutput ? join(values.state, `.restoring-${process.pid}.tar`) : values.to;
  const file = resolve(name ?? `askwell-${now.toISOString().slice(0, 10)}.tar`);
  const { files } = await backUp(resolve(values.state), file, now);
  if (toOutput) {
    await pipeline(createReadStream(file), process.stdout);
    await rm(file);
  }
  const all = Object.values(files);
  const megabytes = all.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / 1e6;
  const where = toOutput ? 'Written' : file;
  console.error(`${where}: ${all.length} files, ${megabytes.toFixed(1)} MB. Keep it where only you can read it.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
