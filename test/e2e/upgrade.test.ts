import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CosmosClient } from '@azure/cosmos';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { Api } from '../../cli/api.ts';
import { startRelay } from '../../local/events/relay.ts';
import { readKeys } from '../../local/host/keys.ts';
import { type Part, readyLine, startPart } from '../../local/part.ts';
import { lessonOf } from '../../shared/lessons/identity.ts';
import { builtAppFolder } from '../../testing/builtApp.ts';
import { startTestCloud, type TestCloud, type Uploaded } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { makeMedia } from '../../testing/media.ts';

// The drill "a new version while analyses are under way" of docs/operations.md, with two apps and with one.

let folder: string;
let video: string;
let speech: FakeSpeech;
let cloud: TestCloud;
const apps = new Set<Part>();
const relays = new Set<ReturnType<typeof startRelay>>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-upgrade-'));
  video = await makeMedia('lesson.mp4', folder);
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus'] });
});
beforeEach(async () => {
  speech = await startFakeSpeech();
});
afterEach(async () => {
  for (const relay of relays) await relay.stop();
  for (const app of apps) await app.stop();
  for (const begun of [relays, apps]) begun.clear();
  await speech[Symbol.asyncDispose]();
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

interface App {
  readonly url: string;
  readonly adminKey: string;
  readonly lines: string[];
  stop(): Promise<void>;
}

/** Starts the app as Azure would with these settings beside the common ones. */
async function startApp(name: string, settings: Readonly<Record<string, string>>, appDir = ''): Promise<App> {
  const lines: string[] = [];
  const part = await startPart({
    name,
    script: resolve('local/host/main.ts'),
    args: ['--app', appDir || (await builtAppFolder()), '--port', '0', '--state', join(folder, name)],
    environment: {
      ...cloud.stack.settings,
      ...speech.settings,
      ...settings,
    },
    ready: readyLine,
    log: (line) => lines.push(line),
    timeoutSeconds: 60,
  });
  apps.add(part);
  const adminKey = (await readKeys(join(folder, name))).masterKey;
  return { url: String(part.said.url), adminKey, lines, stop: () => part.stop() };
}

/** Has uploads told to this app, as the event subscription does. */
function tellOfUploads({ url, adminKey }: App) {
  const options = { storageConnection: cloud.stack.endpoints.storage ?? '', stateDir: join(folder, 'events') };
  const relay = startRelay({ ...options, hostUrl: url, adminKey, log: () => undefined });
  relays.add(relay);
  return relay;
}

/** Uploads a lesson and holds it where its first chunk is being transcribed, until `open` is called. */
async function heldAtSpeech(blobName: string): Promise<{ uploaded: Uploaded; open: () => void }> {
  const gate = Promise.withResolvers<void>();
  speech.gate = gate.promise;
  const uploaded = await cloud.uploadFile(blobName, video);
  await expect.poll(() => speech.calls, { timeout: 60_000 }).toBe(1);
  return { uploaded, open: () => gate.resolve() };
}

const completions = ({ lines }: App, activity: string) =>
  lines.filter((line) => line.includes('activity.completed') && line.includes(`\\"${activity}\\"`)).length;
const statusIn = async ({ url }: App, { lessonId }: Uploaded) => (await new Api(url).lesson(lessonId))?.status;
const reanalyse = ({ url }: App, { lessonId }: Uploaded) =>
  fetch(`${url}/api/v1/lessons/${lessonId}/reanalysis`, { method: 'POST' });

/** Makes a lesson look as if nothing had changed it for so long. */
async function backdate({ lessonId }: Uploaded, blobName: string, minutes: number): Promise<void> {
  const client = new CosmosClient(cloud.stack.endpoints.cosmos ?? '');
  const item = client.database('askwell').container('lessons').item(lessonId, lessonOf(blobName).siteId);
  const { resource } = await item.read<object>();
  await item.replace({ ...resource, updatedAt: new Date(Date.now() - minutes * 60_000).toISOString() });
  client.dispose();
}

/** Runs the function that looks after analyses, as its timer does every five minutes. */
async function watch({ url, adminKey, lines }: App): Promise<void> {
  const runs = () => lines.filter((line) => /"Function\.watchWork".*invocation\.succeeded/.test(line)).length;
  const before = runs();
  const init = { method: 'POST', headers: { 'x-functions-key': adminKey } };
  expect((await fetch(`${url}/admin/functions/watchWork`, init)).status).toBe(202);
  await expect.poll(runs, { timeout: 30_000 }).toBeGreaterThan(before);
}

test('with two apps a lesson under way ends on the one where it began, new ones on the other, and none twice', async () => {
  const { hubName } = JSON.parse(await readFile('host.json', 'utf8')).extensions.durableTask;
  const { functions }: { functions: string[] } = JSON.parse(await readFile('infra/idle.json', 'utf8'));
  const idle = Object.fromEntries(functions.map((name) => [`AzureWebJobs.${name}.Disabled`, 'true']));
  // As infra/main.bicep sets it: a task hub for each app.
  const hub = (app: 'a' | 'b') => ({ AzureFunctionsJobHost__extensions__durableTask__hubName: `${hubName}${app}` });

  const first = await startApp('a', hub('a'));
  const before = await startApp('b', { ...hub('b'), ...idle });
  const told = tellOfUploads(first);
  const { uploaded, open } = await heldAtSpeech('two/under way.mp4');
  expect(before.lines.some((line) => line.includes('analysis.asked'))).toBe(false);

  // The switch: both apps get new settings, and start anew with them.
  await told.stop();
  for (const app of [first, before]) await app.stop();
  const a = await startApp('a', { ...hub('a'), ...idle });
  const b = await startApp('b', hub('b'));
  tellOfUploads(b);
  // What was under way is tried again where it was, and held again.
  await expect.poll(() => speech.calls, { timeout: 60_000 }).toBe(2);
  speech.gate = undefined;

  const later = await cloud.uploadFile('two/after the switch.mp4', video);
  await expect.poll(() => statusIn(b, later), { timeout: 90_000 }).toBe('completed');
  // Once with the questions, once with who speaks.
  await expect.poll(() => completions(b, 'saveAnalysis'), { timeout: 60_000 }).toBe(2);
  expect(completions(a, 'saveAnalysis')).toBe(0);

  // The new app's hub does not know the one under way: it is neither lost nor begun once more.
  await backdate(uploaded, 'two/under way.mp4', 60);
  await watch(b);
  expect((await reanalyse(b, uploaded)).status).toBe(409);
  expect(await statusIn(b, uploaded)).toBe('running');

  open();
  await expect.poll(() => statusIn(b, uploaded), { timeout: 90_000 }).toBe('completed');
  expect((await new Api(b.url).questions(uploaded.lessonId)).questions).toHaveLength(2);
  const times = (activity: string) => [first, a, b].map((app) => completions(app, activity));
  // The last line comes after the result.
  await expect.poll(() => times('saveAnalysis'), { timeout: 60_000 }).toEqual([0, 2, 2]);
  expect(times('extractAudio')).toEqual([1, 0, 1]);
  expect(times('transcribeChunk')).toEqual([0, 1, 1]);
  expect(speech.calls).toBe(3);
});

test('with one app a lesson whose orchestrator changed under it fails with a reason, and can be analysed again', async () => {
  const old = await startApp('one', {});
  const told = tellOfUploads(old);
  const { uploaded, open } = await heldAtSpeech('one/under way.mp4');
  await told.stop();
  await old.stop();

  // It fails with the first step that ends, the picture's or the speech's; nobody has looked yet.
  const now = await startApp('one', {}, await changedApp());
  open();
  speech.gate = undefined;
  await expect.poll(() => hubStatus(now, uploaded), { timeout: 60_000 }).toBe('Failed');
  expect(await statusIn(now, uploaded)).toBe('running');
  await backdate(uploaded, 'one/under way.mp4', 11);
  await watch(now);
  const failed = await new Api(now.url).lesson(uploaded.lessonId);
  expect(failed).toMatchObject({ status: 'failed', failure: { code: 'analysis-lost' } });
  expect(failed?.failure?.message).toContain('Analyse the lesson again');

  await expect.poll(async () => (await reanalyse(now, uploaded)).status, { timeout: 60_000 }).toBe(202);
  await expect.poll(() => statusIn(now, uploaded), { timeout: 60_000 }).toBe('completed');
});

const instance = ({ url }: App, { lessonId, revision }: Uploaded) =>
  `${url}/runtime/webhooks/durabletask/instances/${lessonId}-${revision}`;
const hubStatus = async (app: App, uploaded: Uploaded): Promise<string> =>
  z.object({ runtimeStatus: z.string() }).parse(await (await fetch(instance(app, uploaded))).json()).runtimeStatus;

test('a lesson whose analysis was stopped, or is gone from the hub for a day, fails with a reason', async () => {
  const app = await startApp('stopped', {});
  tellOfUploads(app);
  const { uploaded, open } = await heldAtSpeech('stopped/lesson.mp4');
  const stopped = await fetch(`${instance(app, uploaded)}/terminate`, { method: 'POST' });
  expect(stopped.status).toBe(202);
  await expect.poll(() => hubStatus(app, uploaded)).toBe('Terminated');
  // It may just have been asked for again.
  await watch(app);
  expect(await statusIn(app, uploaded)).toBe('running');
  await backdate(uploaded, 'stopped/lesson.mp4', 11);
  await watch(app);
  expect(await new Api(app.url).lesson(uploaded.lessonId)).toMatchObject({ failure: { code: 'analysis-lost' } });
  open();
  speech.gate = undefined;

  const calls = speech.calls;
  const gate = Promise.withResolvers<void>();
  speech.gate = gate.promise;
  await expect.poll(async () => (await reanalyse(app, uploaded)).status, { timeout: 60_000 }).toBe(202);
  await expect.poll(() => speech.calls, { timeout: 60_000 }).toBeGreaterThan(calls);
  await fetch(`${instance(app, uploaded)}/terminate`, { method: 'POST' });
  await expect.poll(() => hubStatus(app, uploaded)).toBe('Terminated');
  expect((await fetch(instance(app, uploaded), { method: 'DELETE' })).status).toBe(200);
  await backdate(uploaded, 'stopped/lesson.mp4', 23 * 60);
  await watch(app);
  expect(await statusIn(app, uploaded)).toBe('running');
  await backdate(uploaded, 'stopped/lesson.mp4', 25 * 60);
  await watch(app);
  expect(await new Api(app.url).lesson(uploaded.lessonId)).toMatchObject({ failure: { code: 'analysis-lost' } });
  gate.resolve();
});

test('a lesson whose video was deleted under its analysis fails, and says that the video is gone', async () => {
  const app = await startApp('gone', {});
  tellOfUploads(app);
  const { uploaded, open } = await heldAtSpeech('gone/lesson.mp4');
  await cloud.blobs.getContainerClient('videos').deleteBlob('gone/lesson.mp4');
  open();
  await expect.poll(() => hubStatus(app, uploaded), { timeout: 60_000 }).toBe('Completed');
  await backdate(uploaded, 'gone/lesson.mp4', 11);
  await watch(app);
  const lesson = await new Api(app.url).lesson(uploaded.lessonId);
  expect(lesson).toMatchObject({ status: 'failed', failure: { code: 'video-gone' } });
});

/** The app as a new version of it might be: an orchestrator with one step more. */
async function changedApp(): Promise<string> {
  const changed = join(folder, 'changed');
  await cp(await builtAppFolder(), changed, { recursive: true });
  await symlink(resolve('node_modules'), join(changed, 'node_modules'));
  const orchestrator = join(changed, 'functions/lesson/analyzeLesson.js');
  const code = await readFile(orchestrator, 'utf8');
  const step = 'yield*call(context,beginLesson,source),';
  expect(code).toContain(step);
  await writeFile(orchestrator, code.replace(step, `${step}${step}`));
  return changed;
}
