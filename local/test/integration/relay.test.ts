import path from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRelay } from '../../events/relay.ts';
import { type Azurite, startAzurite } from '../../fixtures/azurite.ts';
import { readKeys } from '../../host/keys.ts';
import { type RunningHost, removeApp, runHost, writeApp } from './hostApp.ts';

const functions = `
import { app } from '@azure/functions';
app.storageBlob('seen', { path: 'videos/{name}', connection: 'STORE', source: 'EventGrid',
  handler: (blob, context) => context.log(JSON.stringify({ kind: 'seen', name: context.triggerMetadata.name })) });
`;

let azurite: Azurite;
let directory: string;
let host: RunningHost;
const told: { event: string; fields: Record<string, unknown> }[] = [];

beforeAll(async () => {
  azurite = await startAzurite();
  directory = await writeApp({ 'dist/functions.js': functions });
  const environment = { STORE: azurite.connectionString, AzureWebJobsStorage: azurite.connectionString };
  host = await runHost(directory, { environment });
});
afterAll(async () => {
  await host?.stop();
  await azurite?.stop();
  await removeApp(directory);
});

const relayWith = (adminKey: string) =>
  startRelay({
    storageConnection: azurite.connectionString,
    hostUrl: host.url,
    adminKey,
    stateDir: path.join(directory, 'events'),
    log: (event, fields) => told.push({ event, fields }),
  });

describe('the local Event Grid', () => {
  it('says that it is shut out while its key is wrong, and tells with the right one what came meanwhile', async () => {
    const videos = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('videos');
    await videos.create();
    await videos.getBlockBlobClient('a.mp4').upload('x', 1);
    const shutOut = relayWith('wrong');
    await expect.poll(() => told[0]?.fields.reason, { timeout: 10_000 }).toContain('401');
    await shutOut.stop();
    expect(host.told('seen')).toEqual([]);

    const relay = relayWith((await readKeys(path.join(directory, 'state'))).masterKey);
    expect(await host.tell('seen')).toMatchObject([{ name: 'a.mp4' }]);
    await relay.stop();
  });

  it('tells of an append blob when it is made, and not of what is appended', async () => {
    const relay = relayWith((await readKeys(path.join(directory, 'state'))).masterKey);
    const videos = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('videos');
    const blob = videos.getAppendBlobClient('b.mp4');
    await blob.create();
    await host.tell('seen', 2);
    await blob.appendBlock('part', 4);
    // The list is in the order of names: whoever is told of this one has been passed by the other again.
    await videos.getBlockBlobClient('c.mp4').upload('x', 1);
    expect((await host.tell('seen', 3)).map(({ name }) => name)).toEqual(['a.mp4', 'b.mp4', 'c.mp4']);
    await relay.stop();
  });
});
