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
});
