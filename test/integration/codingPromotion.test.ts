import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CosmosClient } from '@azure/cosmos';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CosmosServer, startCosmosServer } from '../../local/cosmos/server.ts';
import { createCosmosContainers, readResources } from '../../local/resources.ts';

// The commands as people run them, on questions that the test makes up.
let folder: string;
let server: CosmosServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-promotion-'));
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

const things = ['boat', 'stone', 'leaf', 'cork', 'spoon', 'apple', 'feather', 'bucket', 'shell', 'twig'];
type Pattern = [text: (thing: string) => string, label: 'OEQ' | 'CEQ', subtype: string];
const known: Pattern[] = [
  [(thing) => `why did the ${thing} sink?`, 'OEQ', 'explain'],
  [(thing) => `is the ${thing} red?`, 'CEQ', 'yes-no'],
  [(thing) => `do you like the ${thing}?`, 'CEQ', 'yes-no'],
  [(thing) => `where is the ${thing}?`, 'CEQ', 'specific-answer'],
];
// It looks closed, and the reviewers of this test say that it is open.
const reviewed: Pattern = [(thing) => `is the ${thing} a riddle to you and me?`, 'OEQ', 'explain'];

async function file(name: string, patterns: Pattern[], of: string[], flip = false): Promise<string> {
  const lines = patterns.flatMap(([text, label, subtype]) =>
    of.map((thing) => {
      const given = flip ? { label: label === 'OEQ' ? 'CEQ' : 'OEQ' } : { label, subtype };
      return JSON.stringify({ question: text(thing), ...given, sure: true, source: 'test' });
    }),
  );
  await writeFile(join(folder, name), `${lines.join('\n')}\n`);
  return join(folder, name);
}

function node(script: string, arguments_: string[], environment: Record<string, string> = {}) {
  return new Promise<{ code: number; output: string }>((settle) => {
    const env = { ...process.env, ...environment };
    execFile(process.execPath, [resolve(script), ...arguments_], { env, cwd: folder }, (error, out, err) =>
      settle({ code: error === null ? 0 : Number(error.code), output: out + err }),
    );
  });
}

test('a model that learned from reviews is promoted when it is better on the experts’ codes, and only then', async () => {
  const train = await file('train.jsonl', known, things.slice(0, 8));
  const standing = join(folder, 'standing');
  await mkdir(standing);
  expect(await node('scripts/train/train.ts', [train, '--out', standing])).toMatchObject({ code: 0 });
  const before = await readFile(join(standing, 'model.json'), 'utf8');

  const expert = await file('expert.jsonl', [...known, reviewed], things.slice(8));
  const reviews = await file('reviews.jsonl', [reviewed], things.slice(0, 9));
  const options = ['--train', train, '--expert', expert, '--into', standing];
  const promoted = await node('scripts/train/promote.ts', [reviews, ...options]);
  expect(promoted.output).toContain('1 reviewed questions are in the expert file and were left out');
  expect(promoted.output).toContain('now right (OEQ): is the twig a riddle to you and me?');
  expect(promoted.code).toBe(0);
  const after = await readFile(join(standing, 'model.json'), 'utf8');
  expect(after).not.toBe(before);
  expect(await readFile(join(standing, 'model.md'), 'utf8')).toContain(JSON.parse(after).version);

  const wrong = await file('wrong.jsonl', [...known, reviewed], things.slice(0, 8), true);
  const kept = await node('scripts/train/promote.ts', [wrong, ...options]);
  expect(kept.code).toBe(2);
  expect(kept.output).toContain('The standing model stays');
  expect(await readFile(join(standing, 'model.json'), 'utf8')).toBe(after);
});

test('promotion needs new questions and all of its files', async () => {
  const train = await file('train.jsonl', known, things);
  expect((await node('scripts/train/promote.ts', [train])).output).toContain('Usage');
  const same = await node('scripts/train/promote.ts', [train, '--train', train, '--expert', train]);
  expect(same).toMatchObject({ code: 1, output: expect.stringContaining('nothing new to learn from') });
});

test('reviews are exported as a training file, and a shadow is compared, from the database', async () => {
  server = await startCosmosServer({ port: 0, stateDir: folder });
  await createCosmosContainers(server.connectionString, (await readResources(resolve('infra/local.json'))).cosmos);
  const client = new CosmosClient(server.connectionString);
  const container = client.database('askwell').container('questions');
  const code = { label: 'CEQ', subtype: 'request', confidence: 0.7, engine: 'local', modelVersion: 'old' };
  for (const [index, thing] of things.entries()) {
    await container.items.create({
      ...{ id: `r-q${index}`, siteId: 's', lessonId: `l${index % 3}`, revision: 'r', start: index, end: index + 1 },
      ...{ text: reviewed[0](thing), quoted: false, waitTimeSeconds: null, next: 'end', ...code },
      ...(index < 6 ? { shadow: { ...code, label: 'OEQ', subtype: 'explain', modelVersion: 'new' } } : {}),
      ...(index < 4 ? { review: { label: 'OEQ', by: 'coach', at: '2026-03-04T10:00:00Z' } } : {}),
    });
  }
  client.dispose();
  const environment = { COSMOS_CONNECTION: server.connectionString };
  const compared = await node('scripts/operate/compare.ts', [], environment);
  expect(compared).toMatchObject({ code: 0 });
  expect(compared.output).toContain('6 questions (en), the same label for 0.0 %');
  expect(compared.output).toContain('reviewed 4: both right 0, only shown right 0, only shadow right 4, both wrong 0');

  const to = join(folder, 'exported.jsonl');
  const exported = await node('scripts/operate/reviews.ts', ['--export', to], environment);
  expect(exported.output).toContain('4 questions reviewed by 1 people; 4 got another label.');
  const rows = (await readFile(to, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toHaveLength(4);
  expect(rows[0]).toMatchObject({
    question: expect.stringContaining('a riddle to you and me'),
    label: 'OEQ',
    source: 'reviews',
  });
});

test('without a database the commands say what to start or to set', async () => {
  const environment = { COSMOS_CONNECTION: '', COSMOS_ENDPOINT: '' };
  for (const script of ['scripts/operate/compare.ts', 'scripts/operate/reviews.ts']) {
    const failed = await node(script, [], environment);
    expect(failed).toMatchObject({ code: 1, output: expect.stringMatching(/npm start.*COSMOS_CONNECTION/s) });
  }
});
