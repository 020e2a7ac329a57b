import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { portSettingsOf, readResources } from '../../local/resources.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { makeMedia } from '../../testing/media.ts';
import { copyProject, type ProjectCopy } from '../../testing/projectCopy.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

const folder = temporaryDirectory();
const ports = Object.values(portSettingsOf(await readResources('infra/local.json')));
const anyPort = Object.fromEntries(ports.map(({ variable }) => [variable, '0']));
let project: ProjectCopy;
let speech: FakeSpeech;

beforeAll(async () => {
  project = await copyProject(join(folder.path, 'project'));
  speech = await startFakeSpeech();
});
afterAll(() => speech?.[Symbol.asyncDispose]());

const environment = () => ({
  ...process.env,
  ...anyPort,
  SPEECH_BASE_URL: speech.url,
  SPEECH_API_KEY: 'fake',
  SPEECH_MODEL: 'fake',
});

/** A command of the project, in the copy, to its end. */
const command = (...args: string[]) =>
  promisify(execFile)(process.execPath, args, { cwd: project.path, env: environment() });

/** `npm start`, in the copy. */
async function started() {
  const child = spawn(process.execPath, ['local/main.ts'], { cwd: project.path, env: environment() });
  let said = '';
  const up = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.includes('Ctrl-C stops everything')) up.resolve();
    });
  const ended = once(child, 'close');
  void ended.then(() => up.reject(new Error(`ended early: ${said}`)));
  await up.promise;
  return { child, ended, said: () => said };
}

test('builds of changed sources beside a local cloud disturb nothing in it, and analyses build nothing', {
  timeout: 600_000,
}, async () => {
  const stack = await started();
  const saidAtFirst = stack.said();
  const runs = basename(await realpath(join(project.path, 'dist/app')));
  const video = await makeMedia('lesson.mp4', folder.path);

  for (const round of [1, 2, 3]) {
    await project.change();
    // As if it had run for long: all that keeps its files is that it runs.
    await project.age(runs);
    await command('scripts/build/build.ts');
    const builds = await project.builds();
    expect(builds).toHaveLength(1 + round);
    expect(builds).toContain(runs);

    await project.change();
    // The first one loads, after a build, what the host had not needed so far.
    const analysis = await command('cli/analyze.ts', video, '--site', `site ${round}`);
    expect(analysis.stdout).toContain('Why did it sink?');
    expect(await project.builds()).toEqual(builds);
  }
  const { endpoints } = JSON.parse(await readFile(join(project.path, '.askwell/stack.json'), 'utf8'));
  expect((await fetch(`${endpoints.host}/`)).status).toBe(200);

  // Warnings and errors of its parts would stand here, each with a line.
  expect(stack.said()).toBe(saidAtFirst);
  stack.child.kill('SIGINT');
  expect((await stack.ended)[0]).toBe(0);

  await project.age(runs);
  await command('scripts/build/build.ts');
  expect(await project.builds()).not.toContain(runs);
});
