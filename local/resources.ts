import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CosmosClient, type PartitionKeyDefinition } from '@azure/cosmos';
import { TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { z } from 'zod';

const declarationSchema = z.object({
  storage: z.string(),
  cosmos: z.string(),
  serviceBus: z.string(),
  settings: z.record(z.string(), z.string()),
  speechSettings: z.record(z.string(), z.string()),
});

const storageSchema = z.object({ containers: z.array(z.string()), tables: z.array(z.string()).default([]) });

const cosmosSchema = z.object({
  database: z.string(),
  containers: z.array(
    z.object({
      id: z.string(),
      // Checked by the server; the SDK's own types name its enums.
      partitionKey: z.custom<PartitionKeyDefinition>((value) => typeof value === 'object' && value !== null),
      indexingPolicy: z.record(z.string(), z.unknown()),
      defaultTtl: z.int().optional(),
    }),
  ),
});

/** What an application needs of the local cloud, as files beside each other declare it. */
export interface Resources {
  readonly containers: readonly string[];
  readonly tables: readonly string[];
  readonly cosmos: z.infer<typeof cosmosSchema>;
  /** Path of the broker's configuration. */
  readonly serviceBus: string;
  /** Settings of the application; `{storage}`, `{cosmos}`, `{serviceBus}`, `{speech}` stand for addresses. */
  readonly settings: Readonly<Record<string, string>>;
  readonly speechSettings: Readonly<Record<string, string>>;
}

/** Reads the declaration and the files that it names. @throws ZodError that names the place. */
export async function readResources(file: string): Promise<Resources> {
  const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
  const declared = declarationSchema.parse(await json(file));
  const beside = (name: string) => join(dirname(file), name);
  return {
    ...storageSchema.parse(await json(beside(declared.storage))),
    cosmos: cosmosSchema.parse(await json(beside(declared.cosmos))),
    serviceBus: beside(declared.serviceBus),
    settings: declared.settings,
    speechSettings: declared.speechSettings,
  };
}

/** Makes the blob containers that are not there yet. */
export async function createContainers(connection: string, containers: readonly string[]): Promise<void> {
  const service = BlobServiceClient.fromConnectionString(connection);
  for (const name of containers) await service.getContainerClient(name).createIfNotExists();
}

/** Makes the tables that are not there yet. */
export async function createTables(connection: string, tables: readonly string[]): Promise<void> {
  // The storage emulator speaks plain HTTP, on this machine only.
  const service = TableServiceClient.fromConnectionString(connection, { allowInsecureConnection: true });
  for (const name of tables) await service.createTable(name);
}

/** Makes the database and the containers that are not there yet. */
export async function createCosmosContainers(connection: string, declared: Resources['cosmos']): Promise<void> {
  const client = new CosmosClient(connection);
  const { database } = await client.databases.createIfNotExists({ id: declared.database });
  for (const { id, partitionKey, indexingPolicy, defaultTtl } of declared.containers) {
    const ttl = defaultTtl === undefined ? {} : { defaultTtl };
    await database.containers.createIfNotExists({ id, partitionKey, indexingPolicy, ...ttl });
  }
  client.dispose();
}
