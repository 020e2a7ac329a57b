import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const dockerfiles = ['Dockerfile', 'speech/Dockerfile', 'local/Dockerfile'];
const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      ports: z.array(z.string()).default([]),
      networks: z.array(z.string()),
      profiles: z.array(z.string()).default([]),
    }),
  ),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() }).nullable()),
});
const { services, networks } = composeSchema.parse(parse(await readFile('compose.yaml', 'utf8')));

test.each(dockerfiles)('the image of %s builds from the lock file, and what runs is not root', async (file) => {
  const text = await readFile(file, 'utf8');
  const stages = text.split(/^(?=FROM )/m).slice(1);
  expect(stages.length).toBeGreaterThan(1);
  for (const [, command] of text.matchAll(/npm (ci|install|i)\b/g)) expect(command).toBe('ci');
  const last = stages.at(-1) ?? '';
  expect(last).toMatch(/^USER (10001|askwell)$/m);
  expect(last).toMatch(/--uid 10001/);
  expect(last).not.toMatch(/npm|COPY \. /);
});

test('the image of Functions is the platform’s, with the package where its host looks, on a port for everybody', async () => {
  const text = await readFile('Dockerfile', 'utf8');
  // A digest behind the tag is what `npm run pin` adds.
  expect(text).toMatch(
    /^ARG FUNCTIONS_IMAGE=mcr\.microsoft\.com\/azure-functions\/node:4-node24(@sha256:[0-9a-f]{64})?$/m,
  );
  expect(text.match(/^FROM .*$/gm)?.at(-1)).toBe(`FROM \${FUNCTIONS_IMAGE}`);
  expect(text).toContain('AzureWebJobsScriptRoot=/home/site/wwwroot');
  const out = /default: '(dist\/\w+)'/.exec(await readFile('scripts/build/package.ts', 'utf8'))?.[1];
  expect(text).toContain(`COPY --from=build /src/${out} /home/site/wwwroot`);
  expect(await readFile('azure.yaml', 'utf8')).toContain(`project: ${out}\n`);
  expect(text).toMatch(/ASPNETCORE_URLS=http:\/\/\+:8080[\s\S]*EXPOSE 8080/);
});

test.each(['Dockerfile', 'local/Dockerfile', 'speech/Dockerfile'])(
  '%s names its base images by arguments',
  async (file) => {
    const text = await readFile(file, 'utf8');
    const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(bases.length).toBeGreaterThan(1);
    for (const base of bases) expect(base).toMatch(/^\$\{(NODE|FUNCTIONS)_IMAGE\}$/);
  },
);

test('one port is published, on this machine alone, unless a proxy signs people in', () => {
  const published = Object.entries(services).flatMap(([name, { ports, profiles }]) =>
    ports.map((port) => ({ name, port, profiles })),
  );
  expect(published).toEqual([
    { name: 'askwell', port: `127.0.0.1:\${ASKWELL_PORT:-8080}:8080`, profiles: [] },
    { name: 'sign-in', port: '443:4443', profiles: ['sign-in'] },
  ]);
});

test('speech is in a network without a way out', () => {
  expect(services.speech?.networks).toEqual(['inner']);
  expect(networks.inner).toEqual({ internal: true });
});

test.each(Object.keys(services))('%s is bounded, comes back, and may do nothing that it need not', (name) => {
  expect(services[name]).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    mem_limit: expect.any(String),
    pids_limit: expect.any(Number),
    restart: 'unless-stopped',
  });
});
