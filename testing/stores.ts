import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCosmosServer } from '../local/cosmos/server.ts';
import { startAzurite } from '../local/fixtures/azurite.ts';
import { createContainers, createCosmosContainers, readResources } from '../local/resources.ts';
import { useSettings } from './settings.ts';

export interface Stores extends AsyncDisposable {
  /** Connection string of the storage account. */
  readonly storage: string;
}

/** Starts a database and a storage account with all containers, and has the application use them beside `settings`. */
export async function startStores(settings: Readonly<Record<string, string>> = {}): Promise<Stores> {
  const stateDir = await mkdtemp(join(tmpdir(), 'askwell-cosmos-'));
  const [database, azurite] = await Promise.all([startCosmosServer({ port: 0, stateDir }), startAzurite()]);
  const { connectionString: storage } = azurite;
  const own = { COSMOS_CONNECTION: database.connectionString, AskwellStorage: storage, AskwellVoices: storage };
  useSettings({ ...own, ...settings });
  const { cosmos, containers } = await readResources('infra/local.json');
  await createCosmosContainers(database.connectionString, cosmos);
  await createContainers(azurite.connectionString, containers);
  return {
    storage: azurite.connectionString,
    async [Symbol.asyncDispose]() {
      await Promise.all([database.stop(), azurite.stop()]);
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
