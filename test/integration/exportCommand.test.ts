import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leaveWord } from '../../local/running.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { question } from '../../testing/lessons.ts';
import { seedLesson } from '../../testing/studio/seedLesson.ts';

// `npm run export` as people run it, beside a local cloud that is up.
let cloud: TestCloud;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-export-'));
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus'] });
  await leaveWord(cloud.stateDir, cloud.stack);
  const text = 'Priyanka, why did it sink?';
  for (const blobName of ['North/a.mp4', 'North/b.mp4', 'South/c.mp4']) {
    const review = { label: 'CEQ', by: 'Ana', at: '2026-03-05T10:00:00.000Z' } as const;
    const questions = [question({ text }), question({ id: 'q002', start: 8, end: 9, text: 'Is it heavy?', review })];
    const change = { title: 'Sinking', educator: 'Ms. Okafor' };
    await seedLesson(cloud, { blobName, questions, durationSeconds: 60, video: null, change });
  }
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function begin(...args: string[]) {
  const environment: NodeJS.ProcessEnv = { ...process.env, TMPDIR: folder };
  for (const name of ['AskwellStorage', 'AskwellServiceBus', 'COSMOS_CONNECTION']) delete environment[name];
  const child = spawn(process.execPath, [resolve('scripts/operate/export.ts'), '--state', cloud.stateDir, ...args], {
    cwd: folder,
    env: environment,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
  return { child, ended: once(child, 'close').then(([code]) => ({ code, said })) };
}
const run = (...args: string[]) => begin(...args).ended;

test('the lessons of a filter are written as an archive, which its owner alone may read, and never over another', async () => {
  expect(await run('--out', 'north.zip', '--site', 'North')).toEqual({ code: 0, said: 'Written to north.zip.\n' });
  const file = join(folder, 'north.zip');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const bytes = await readFile(file);
  const files = unzipSync(bytes);
  const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
  expect(text('lessons.csv').trim().split('\n')).toHaveLength(1 + 2);
  expect(text('questions.csv').trim().split('\n')).toHaveLength(1 + 4);
  expect(text('questions.csv')).not.toContain('South');
  expect(text('citation.txt')).toMatch(/; 2 lessons, 4 questions, names shown; questions\.csv sha256:[0-9a-f]{64}; /);
  const again = await run('--out', 'north.zip');
  expect(again).toMatchObject({ code: 1, said: expect.stringMatching(/^north\.zip is there already\..*\n$/) });
  expect(await readFile(file)).toEqual(bytes);
});

test('as a table it has all lessons, and no names where they are masked', async () => {
  expect(await run('--out', 'all.csv', '--names', 'masked')).toMatchObject({ code: 0 });
  const table = await readFile(join(folder, 'all.csv'), 'utf8');
  expect(table.trim().split('\n')).toHaveLength(1 + 6);
  expect(table).toContain('[educator 1]');
  expect(table).not.toMatch(/Priyanka|Okafor|North|Ana/);
});

test.each([
  [[], 2, /^--out names a file that ends in \.csv or \.zip\.\n\nUsage: npm run export/],
  [['--out', 'all.xlsx'], 2, /^--out names a file/],
  [['--out', 'a.csv', '--from', 'yesterday'], 2, /^--from: /],
  [['--out', 'a.csv', '--names', 'hidden'], 2, /^--names: /],
  [['--out', join('nowhere', 'a.csv')], 1, /^ENOENT: no such file or directory.*nowhere\/a\.csv/],
])('%j ends with %d and says what is wrong', async (args, code, said) => {
  expect(await run(...args)).toEqual({ code, said: expect.stringMatching(said) });
  expect((await readdir(folder)).filter((name) => name.startsWith('a.'))).toEqual([]);
});

test('one that is killed or stopped in the middle leaves no file under the name, and the next one writes it', async () => {
  const storage = cloud.stack.parts.get('azurite')?.pid ?? 0;
  const parts = async () => (await readdir(folder)).filter((name) => name.startsWith('half.zip'));
  const inTheMiddle = async () => {
    // Storage holds its breath: the first lesson is never read.
    process.kill(storage, 'SIGSTOP');
    const begun = begin('--out', 'half.zip');
    await expect.poll(parts, { timeout: 60_000 }).toEqual([`half.zip.${begun.child.pid}.part`]);
    return begun;
  };
  try {
    const killed = await inTheMiddle();
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(await parts()).toEqual([`half.zip.${killed.child.pid}.part`]);
    await rm(join(folder, `half.zip.${killed.child.pid}.part`));
    const stopped = await inTheMiddle();
    stopped.child.kill('SIGINT');
    expect(await stopped.ended).toEqual({ code: 1, said: 'Stopped; nothing was written.\n' });
    expect(await parts()).toEqual([]);
  } finally {
    process.kill(storage, 'SIGCONT');
  }
  expect(await run('--out', 'half.zip')).toMatchObject({ code: 0 });
  expect(await parts()).toEqual(['half.zip']);
  expect(Object.keys(unzipSync(await readFile(join(folder, 'half.zip'))))).toContain('citation.txt');
  // Nor is anything of what was said left where the archive was put together.
  expect((await readdir(folder)).filter((name) => name.startsWith('askwell-work-'))).toEqual([]);
});

test('without a local cloud and without the settings of a deployment it says what to start', async () => {
  const empty = await mkdtemp(join(folder, 'empty-'));
  await writeFile(join(empty, 'note'), '');
  const { code, said } = await run('--out', 'none.csv', '--state', empty);
  expect({ code, said }).toMatchObject({ code: 1, said: expect.stringMatching(/^No local cloud is up \(npm start\)/) });
});
