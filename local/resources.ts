import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CosmosClient, type PartitionKeyDefinition } from '@azure/cosmos';
import { TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { z } from 'zod';
import { type AppParts, appPartsSchema } from './appParts.ts';
import { type Condition, conditionSchema, type Proviso } from './conditions.ts';
import { type PortSettings, portSettings } from './ports.ts';

const declarationSchema = z.strictObject({
  app: z
    .object({
      folder: z.string().default('..'),
      build: z.string().optional(),
      settings: z.string().default('../local.settings.json'),
    })
    .prefault({}),
  storage: z.string(),
  cosmos: z.string(),
  serviceBus: z.string(),
  settings: z.record(z.string(), z.string()),
  conditions: z.record(z.string(), conditionSchema).default({}),
  parts: appPartsSchema.default({}),
  frontDoor: z
    .strictObject({
      containers: z.array(z.string()).min(1),
      storageAddress: z.string().min(1),
      signedIn: z.record(z.string(), z.string()),
    })
    .optional(),
  welcome: z.strictObject({ page: z.string().optional(), hint: z.string().optional() }).default({}),
});
type Declaration = z.infer<typeof declarationSchema>;

const corsSchema = z.object({
  methods: z.array(z.string()),
  headers: z.array(z.string()),
  exposedHeaders: z.array(z.string()),
  maxAgeSeconds: z.int().nonnegative(),
});

const storageSchema = z.object({
  containers: z.array(z.string()),
  // In Azure they are in an account without versions and soft delete; here there is neither anywhere.
  finalContainers: z.array(z.string()).default([]),
  tables: z.array(z.string()).default([]),
  cors: corsSchema.optional(),
});

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

/** Where an application is once it is built. */
export interface DeclaredApp {
  /** Its package.json, host.json and bundles; may be a link that each build turns to a folder of its own. */
  readonly folder: string;
  /** A script that builds it, and does nothing when nothing has changed; absent where somebody else sees to that. */
  readonly build: string | undefined;
  /** The user's own settings, local.settings.json; need not be there. */
  readonly settings: string;
}

/** What an application needs of the local cloud, as files beside each other declare it. */
export interface Resources {
  readonly app: DeclaredApp;
  readonly containers: readonly string[];
  readonly tables: readonly string[];
  /** What a page that the functions host serves may do with blobs, given an address with rights in it. */
  readonly cors: z.infer<typeof corsSchema> | undefined;
  readonly cosmos: z.infer<typeof cosmosSchema>;
  /** Path of the broker's configuration. */
  readonly serviceBus: string;
  /** Settings of the application; `{storage}`, `{cosmos}`, `{serviceBus}` and the names of parts stand for addresses. */
  readonly settings: Readonly<Record<string, string>>;
  /** What a user's settings may say, by names that the parts refer to. */
  readonly conditions: Readonly<Record<string, Condition>>;
  /** The application's own parts, by name; each one's script is a whole path. */
  readonly parts: AppParts;
  /**
   * What is behind the one address of a machine (`machine/main.ts`): the containers that browsers reach by signed
   * addresses, the setting that names the address for them, and settings that count where a proxy signs people in.
   */
  readonly frontDoor: Declaration['frontDoor'];
  /** What the host's page is called, and what to do first: told when all is up. */
  readonly welcome: Declaration['welcome'];
}

/** Reads the declaration and the files that it names. @throws Error, a ZodError where it is one, that names the place. */
export async function readResources(file: string): Promise<Resources> {
  const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
  const declared = declarationSchema.parse(await json(file));
  checkNames(declared, file);
  const beside = (name: string) => join(dirname(file), name);
  const { containers, finalContainers, tables, cors } = storageSchema.parse(await json(beside(declared.storage)));
  const { folder, build, settings } = declared.app;
  return {
    app: { folder: beside(folder), build: build === undefined ? undefined : beside(build), settings: beside(settings) },
    containers: [...containers, ...finalContainers],
    tables,
    cors,
    cosmos: cosmosSchema.parse(await json(beside(declared.cosmos))),
    serviceBus: beside(declared.serviceBus),
    settings: declared.settings,
    conditions: declared.conditions,
    parts: Object.fromEntries(
      Object.entries(declared.parts).map(([name, part]) => [name, { ...part, script: beside(part.script) }]),
    ),
    frontDoor: declared.frontDoor,
    welcome: declared.welcome,
  };
}

/** Every setting that the declaration speaks of, for the application or for a part of its own. */
export function declaredSettings({ settings, parts }: Pick<Resources, 'settings' | 'parts'>): string[] {
  const ofParts = Object.values(parts).flatMap((part) => [
    ...Object.keys(part.settings),
    ...Object.keys(part.environment),
  ]);
  return [...Object.keys(settings), ...ofParts];
}

/** The ports of all parts, the application's own among them. */
export function portSettingsOf({ parts }: Pick<Resources, 'parts'>): PortSettings {
  return { ...portSettings, ...Object.fromEntries(Object.entries(parts).map(([name, { port }]) => [name, port])) };
}

/** Names that lead nowhere would leave a setting out, or start a part, without a word. */
function checkNames({ settings, conditions, parts }: Declaration, file: string): void {
  const addresses = ['storage', 'cosmos', 'serviceBus', ...Object.keys(parts)];
  const values = Object.values(parts).flatMap((part) => Object.values(part.settings).flat());
  for (const text of [...Object.values(settings), ...values.map(({ value }) => value)])
    for (const [whole, name = ''] of text.matchAll(/\{(\w+)\}/g))
      if (!addresses.includes(name))
        throw new Error(`${file}: ${whole} in "${text}" names no part: ${addresses.join(', ')}.`);
  const provisos: Proviso[] = Object.values(parts).flatMap((part) => [
    part,
    ...Object.values(part.settings).flat(),
    ...Object.values(part.environment).flat(),
  ]);
  for (const { when, unless } of provisos)
    for (const name of [when, unless])
      if (name !== undefined && !(name in conditions)) throw new Error(`${file}: there is no condition "${name}".`);
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

/** Lets pages of these origins read and write blobs as declared, and pages of no other. */
export async function allowOrigins(
  connection: string,
  origins: readonly string[],
  cors: NonNullable<Resources['cors']>,
): Promise<void> {
  await BlobServiceClient.fromConnectionString(connection).setProperties({
    cors: [
      {
        allowedOrigins: origins.join(','),
        allowedMethods: cors.methods.join(','),
        allowedHeaders: cors.headers.join(','),
        exposedHeaders: cors.exposedHeaders.join(','),
        maxAgeInSeconds: cors.maxAgeSeconds,
      },
    ],
  });
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
