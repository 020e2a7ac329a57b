import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseImage } from '../../../scripts/deploy/pinning/image.ts';
import { pinText } from '../../../scripts/deploy/pinning/pinText.ts';
import { type FakeRegistry, startFakeRegistry } from '../../../testing/fakeRegistry.ts';

let registry: FakeRegistry;
beforeAll(async () => {
  registry = await startFakeRegistry();
});
afterAll(() => registry[Symbol.asyncDispose]());

const manifest = '{"schemaVersion":2,"manifests":[]}';
const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
const old = `sha256:${'0'.repeat(64)}`;
const commit = '0123456789abcdef0123456789abcdef01234567';
const gitHub = () => ({ gitHub: registry.url });

test('images of a Dockerfile get the digest of what the registry sends, also in the place of an older one', async () => {
  registry.manifests.set('node:24', manifest).set('team/base:1', manifest);
  const at = registry.host;
  const text = [
    `ARG BASE=${at}/node:24`,
    `FROM ${at}/node:24 AS build`,
    'FROM build AS more',
    'FROM $' + '{BASE}',
    `FROM --platform=linux/amd64 ${at}/team/base:1@${old}`,
    'ARG PORT=9000',
    'RUN echo FROM nowhere:1',
  ].join('\n');
  const { text: after, pinned, failed } = await pinText('speech/Dockerfile', text, gitHub());
  expect(after.split('\n')).toEqual([
    `ARG BASE=${at}/node:24@${digest}`,
    `FROM ${at}/node:24@${digest} AS build`,
    'FROM build AS more',
    'FROM $' + '{BASE}',
    `FROM --platform=linux/amd64 ${at}/team/base:1@${digest}`,
    'ARG PORT=9000',
    'RUN echo FROM nowhere:1',
  ]);
  expect(failed).toEqual([]);
  expect(pinned).toHaveLength(3);
  expect(registry.scopes).toContain('repository:team/base:pull');
});

test('images of compose files and of the templates are pinned, too', async () => {
  registry.manifests.set('proxy:v7', manifest);
  const image = `${registry.host}/proxy:v7`;
  expect((await pinText('compose.yaml', `    image: ${image}\n    image: own\n`, gitHub())).text).toBe(
    `    image: ${image}@${digest}\n    image: own\n`,
  );
  expect((await pinText('infra/images.json', `{ "image": "${image}" }`, gitHub())).text).toBe(
    `{ "image": "${image}@${digest}" }`,
  );
});

test('actions get the commit of their tag, which stays beside it', async () => {
  registry.commits.set('actions/checkout@v5.0.0', commit);
  const text = `      - uses: actions/checkout@v5.0.0\n      - uses: ./.github/workflows/own.yml\n`;
  const once = await pinText('.github/workflows/a.yml', text, gitHub());
  expect(once.text).toBe(
    `      - uses: actions/checkout@${commit} # v5.0.0\n      - uses: ./.github/workflows/own.yml\n`,
  );
  registry.commits.set('actions/checkout@v5.0.0', commit.replace('0', 'f'));
  expect((await pinText('.github/workflows/a.yml', once.text, gitHub())).text).toContain(
    `actions/checkout@${commit.replace('0', 'f')} # v5.0.0`,
  );
});

test('what cannot be looked up stays as it is, and is told', async () => {
  const nobody = 'FROM 127.0.0.1:1/node:24\n';
  const unreached = await pinText('Dockerfile', nobody, gitHub());
  expect(unreached).toEqual({
    text: nobody,
    pinned: [],
    failed: ['127.0.0.1:1/node:24: 127.0.0.1:1 is not reached.'],
  });
  const unknown = `FROM ${registry.host}/node:gone\n      - uses: actions/gone@v1.0.0\n`;
  const { text, failed } = await pinText('Dockerfile', unknown, gitHub());
  expect(text).toBe(unknown);
  expect(failed).toEqual([expect.stringContaining('answers 404'), expect.stringContaining('answers 404')]);
  registry.commits.set('actions/odd@v1.0.0', 'main');
  expect((await pinText('a.yml', 'uses: actions/odd@v1.0.0', gitHub())).text).toBe('uses: actions/odd@v1.0.0');
});

test('a digest that is not that of what came is written nowhere', async () => {
  registry.manifests.set('node:24', manifest);
  registry.wrongDigest = old;
  try {
    const text = `FROM ${registry.host}/node:24\n`;
    const pinned = await pinText('Dockerfile', text, gitHub());
    expect(pinned.text).toBe(text);
    expect(pinned.failed[0]).toContain(`says that ${registry.host}/node:24 is ${old}, and sends ${digest}`);
  } finally {
    registry.wrongDigest = undefined;
  }
});

test.each([
  ['node:24-slim', { registry: 'registry-1.docker.io', repository: 'library/node', tag: '24-slim' }],
  ['owner/name:1', { registry: 'registry-1.docker.io', repository: 'owner/name', tag: '1' }],
  [
    `mcr.microsoft.com/a/b:4@${old}`,
    { registry: 'mcr.microsoft.com', repository: 'a/b', tag: '4', name: 'mcr.microsoft.com/a/b:4' },
  ],
  ['localhost:5000/a:1', { registry: 'localhost:5000', repository: 'a', tag: '1' }],
])('%s is taken apart as Docker does', (text, expected) => {
  expect(parseImage(text)).toMatchObject(expected);
});

test.each(['build', 'scratch', '$' + '{BASE}', '9000', '/srv/a:b'])(
  '%s is no image that could be looked up',
  (text) => {
    expect(parseImage(text)).toBeNull();
  },
);
