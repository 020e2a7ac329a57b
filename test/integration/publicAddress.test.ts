import { request as ask, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BlockBlobClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Azurite, startAzurite } from '../../local/fixtures/azurite.ts';
import { createContainers, readResources } from '../../local/resources.ts';
import { readUrl, uploadUrl } from '../../shared/storage/access.ts';
import { storageOrigin } from '../../shared/storage/publicAddress.ts';
import { useSettings } from '../../testing/settings.ts';

let azurite: Azurite;
let door: Server;
let passed: string[] = [];

// As Front Door does: another host outside, storage's own host inside, path and query as they are.
beforeAll(async () => {
  azurite = await startAzurite();
  const storage = new URL(/BlobEndpoint=([^;]+)/.exec(azurite.connectionString)?.[1] ?? '');
  door = createServer((incoming, outgoing) => {
    passed.push(`${incoming.method} ${new URL(incoming.url ?? '', 'http://door').pathname}`);
    const { hostname, port, host } = storage;
    const { method, url: path } = incoming;
    const inner = ask({ hostname, port, path, method, headers: { ...incoming.headers, host } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(inner);
  });
  await new Promise<void>((up) => door.listen(0, '127.0.0.1', up));
  useSettings({
    AskwellStorage: azurite.connectionString,
    STORAGE_PUBLIC_URL: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
  });
  await createContainers(azurite.connectionString, (await readResources('infra/local.json')).containers);
});
afterAll(async () => {
  door?.close();
  await azurite?.stop();
});

test('what a browser is given leads to the public host, and its signature holds there', async () => {
  passed = [];
  const { url } = await uploadUrl('River School/lesson 1.mp4');
  expect(new URL(url).origin).toBe(await storageOrigin());
  await new BlockBlobClient(url).upload('film', 4);

  const read = await readUrl('videos', 'River School/lesson 1.mp4', 'video/mp4');
  const answer = await fetch(read.url, { headers: { range: 'bytes=1-2' } });
  expect([answer.status, await answer.text()]).toEqual([206, 'il']);
  expect(passed).toHaveLength(2);
  for (const line of passed) expect(line).toMatch(/videos\/River%20School\/lesson%201\.mp4$/);
});

test('without its signature, or with another path, the same door gives nothing', async () => {
  const read = new URL((await readUrl('videos', 'River School/lesson 1.mp4', 'video/mp4')).url);
  expect((await fetch(`${read.origin}${read.pathname}`)).status).toBeGreaterThanOrEqual(400);
  expect((await fetch(read.href.replace('lesson%201', 'lesson%202'))).status).toBe(403);
});
