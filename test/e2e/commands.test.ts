import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { portSettingsOf, readResources } from '../../local/resources.ts';
import { startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { makeMedia } from '../../testing/media.ts';

const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-commands-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const ports = Object.values(portSettingsOf(await readResources('infra/local.json')));
const anyPort = Object.fromEntries(ports.map(({ variable }) => [variable, '0']));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of our scripts to its end. */
async function script(args: string[], environment: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...anyPort, ...environment } });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (data: Buffer) => (text[name] += data.toString()));
  const [code] = await once(child, 'close');
  return { code, ...text };
}

/** Starts `npm start`'s script and waits until it says that it is up. */
async function started(stateDir: string, ...args: string[]) {
  const child = spawn(process.execPath, ['local/main.ts', '--state', stateDir, ...args], {
    env: { ...process.env, ...anyPort },
  });
  const ended = once(child, 'close');
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.includes('Ctrl-C stops everything')) resolve();
    });
    void ended.then(() => reject(new Error(`ended early: ${said}`)));
  });
  return { child, ended, said: () => said };
}

async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return rows.flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('Ctrl-C stops every part and leaves no process; what was stored is there at the next start', async () => {
  const stateDir = join(folder, 'state');
  const first = await started(stateDir, '--only', 'azurite,cosmos,servicebus');
  const parts = (await childrenOf(first.child.pid ?? 0)).filter(alive);
  expect(parts.length).toBeGreaterThanOrEqual(3);
  const storage = async (): Promise<string> =>
    JSON.parse(await readFile(join(stateDir, 'stack.json'), 'utf8')).endpoints.storage;
  const videos = async () => BlobServiceClient.fromConnectionString(await storage()).getContainerClient('videos');
  await (await videos()).getBlockBlobClient('kept.mp4').upload('kept', 4);
  first.child.kill('SIGINT');
  expect((await first.ended)[0]).toBe(0);
  expect(parts.filter(alive)).toEqual([]);

  const second = await started(stateDir, '--only', 'azurite');
  expect((await (await videos()).getBlobClient('kept.mp4').downloadToBuffer()).toString()).toBe('kept');
  second.child.kill('SIGINT');
  expect((await second.ended)[0]).toBe(0);
});

test('when the stack is killed, its parts end too', async () => {
  const { child, ended } = await started(join(folder, 'killed'), '--only', 'azurite,cosmos,servicebus');
  const parts = (await childrenOf(child.pid ?? 0)).filter(alive);
  child.kill('SIGKILL');
  await ended;
  await expect.poll(() => parts.filter(alive), { timeout: 15_000 }).toEqual([]);
});

test('a taken port is named, with the setting that moves it', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await script(['local/main.ts', '--only', 'azurite', '--state', join(folder, 'taken')], {
    ASKWELL_BLOB_PORT: String(port),
  });
  other.close();
  expect(code).toBe(1);
  expect(stderr).toContain(String(port));
  expect(stderr).toContain('ASKWELL_BLOB_PORT');
});

test('a part that nobody knows is refused by name', async () => {
  const { code, stderr } = await script(['local/main.ts', '--only', 'azurite,postgres']);
  expect(code).toBe(2);
  expect(stderr).toContain('postgres');
});

test('analyze prints the questions, writes the files, and exits 0', async () => {
  await using speech = await startFakeSpeech();
  const video = await makeMedia('lesson.mp4', folder);
  const out = join(folder, 'out');
  const { code, stdout, stderr } = await script(
    [
      'cli/analyze.ts',
      video,
      '--site',
      'north',
      '--json',
      join(folder, 'a.json'),
      '--out',
      out,
      '--state',
      join(folder, 'analyze'),
    ],
    { ...speech.settings },
  );
  expect(stderr).toMatch(/Uploading[\s\S]*Done/);
  expect(stdout).toContain('Why did it sink?');
  expect(stdout).toContain('Wait time after OEQ');
  expect(stdout).toContain(`Written: ${join(folder, 'a.json')}`);
  expect(stdout).toContain(`questions.csv in ${out}`);
  expect(stdout).toContain('in the studio: npm start');
  expect(stdout).not.toContain('functions');
  expect(code).toBe(0);
  expect(JSON.parse(await readFile(join(folder, 'a.json'), 'utf8'))).toMatchObject({ lesson: { siteId: 'north' } });
  expect(await readFile(join(out, 'transcript.vtt'), 'utf8')).toContain('Why did it sink?');
  expect(await readFile(join(out, 'transcript.srt'), 'utf8')).toContain('Is it red?');
  expect(await readFile(join(out, 'speakers.rttm'), 'utf8')).toMatch(/^(?:SPEAKER lesson 1 .*\n)*$/);
  expect((await readFile(join(out, 'questions.csv'), 'utf8')).trim().split('\n')).toHaveLength(3);
  expect(JSON.parse(await readFile(join(out, 'analysis.json'), 'utf8')).questions).toHaveLength(2);
});

test('of a folder each video is analysed; one that fails says why, keeps no other, and makes it end with 1', async () => {
  await using speech = await startFakeSpeech();
  const [week, out] = [await mkdtemp(join(folder, 'week-')), join(folder, 'week-out')];
  await writeFile(join(week, 'list.mp4'), 'milk, bread');
  await makeMedia('lesson.mp4', week);
  const { code, stdout, stderr } = await script(
    ['cli/analyze.ts', week, '--out', out, '--state', join(folder, 'week-state')],
    { SPEECH_BASE_URL: speech.url, SPEECH_API_KEY: 'fake', SPEECH_MODEL: 'fake' },
  );
  expect(stderr).toContain('list.mp4 could not be analysed');
  expect(stdout).toMatch(/list\.mp4 .* failed \[not-a-video\]/);
  expect(stdout).toMatch(/lesson\.mp4 .* 2 .* analysed/);
  expect(await readdir(out)).toEqual(['lesson']);
  expect(JSON.parse(await readFile(join(out, 'lesson/analysis.json'), 'utf8')).questions).toHaveLength(2);
  expect(code).toBe(1);
});

test.each([
  [['nowhere.mp4', 'docs'], 1, /^There is no file nowhere\.mp4\.\nThere is no video in the folder docs\.\n$/],
  [[], 2, /^Name a video/],
  [['a.mp4', '--site', 'a/b'], 2, /^--site takes a name without "\/"/],
  [['samples/lesson.mp4', 'package.json', '--json', 'both.json'], 2, /^--json takes one video, not 2; use --out\./],
])('analyze %j says what is wrong, starts nothing and exits %d', async (args, exit, message) => {
  const { code, stderr } = await script(['cli/analyze.ts', ...args, '--state', join(folder, 'wrong')]);
  expect(code).toBe(exit);
  expect(stderr).toMatch(message);
});

test('without Core Tools start:func says how to get them', async () => {
  const { code, stderr } = await script(['local/coreTools.ts'], { PATH: folder });
  expect(code).toBe(1);
  expect(stderr).toContain('azure-functions-core-tools');
});

test('with Core Tools start:func hands them the app and the addresses of the local parts', async () => {
  // A stand-in for func: it writes down how it was called.
  const bin = await mkdtemp(join(folder, 'bin-'));
  const called = join(bin, 'called.txt');
  const stand = `#!/bin/sh\nif [ "$1" = --version ]; then echo 4; exit 0; fi\necho "$@" > ${called}\nenv >> ${called}\nls >> ${called}\n`;
  await writeFile(join(bin, 'func'), stand, { mode: 0o755 });
  const { code } = await script(['local/coreTools.ts', '--state', join(folder, 'func')], {
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    ASKWELL_HOST_PORT: '7099',
    SPEECH_BASE_URL: 'http://127.0.0.1:9/v1',
  });
  const text = await readFile(called, 'utf8');
  expect(text).toMatch(/^start --port 7099\n/);
  expect(text).toMatch(/^AskwellStorage=DefaultEndpointsProtocol=http/m);
  expect(text).toMatch(/^AskwellServiceBus=Endpoint=sb:/m);
  expect(text).toMatch(/^FUNCTIONS_WORKER_RUNTIME=node/m);
  // In a folder in which nothing comes or goes, which it would start anew for.
  expect(text).toMatch(/\nchunks\nfunctions\nhost\.json\npackage\.json\nweb\n$/);
  expect(code).toBe(0);
});
