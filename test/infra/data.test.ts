import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { containers } from '../../shared/lessons/blobPaths.ts';
import { queues, topics } from '../../shared/messaging/messages.ts';
import type { Value } from './arm/evaluate.ts';
import { all, allInAll, deployed } from './profiles.ts';

const json = async (file: string): Promise<Value> => JSON.parse(await readFile(file, 'utf8'));
const last = (name: string) => name.split('/').at(-1);

describe.each(allInAll)('the data of $profile', ({ deployment }) => {
  const lessons = all(deployment, 'Microsoft.Storage/storageAccounts').find(({ name }) => name.startsWith('stlessons'));

  test('has the containers that the code names, and no other, none of them public', () => {
    const made = all(deployment, 'Microsoft.Storage/storageAccounts/blobServices/containers').filter(({ name }) =>
      name.startsWith(lessons.name),
    );
    const { voices: _, ...own } = containers;
    expect(made.map(({ name }) => last(name)).sort()).toEqual(Object.values(own).sort());
    for (const { properties } of made) expect(properties.publicAccess).toBe('None');
  });

  test('has embeddings of voices in an account of their own, where a deletion is final', () => {
    const accounts = all(deployment, 'Microsoft.Storage/storageAccounts');
    const account = accounts.find(({ name }) => name.startsWith('stvoices'));
    const of = (type: string) => all(deployment, type).filter(({ name }) => name.startsWith(`${account.name}/`));
    const [service, ...more] = of('Microsoft.Storage/storageAccounts/blobServices');
    expect(more).toEqual([]);
    expect(service.properties).toEqual({
      isVersioningEnabled: false,
      changeFeed: { enabled: false },
      deleteRetentionPolicy: { enabled: false },
      containerDeleteRetentionPolicy: { enabled: false },
      restorePolicy: { enabled: false },
    });
    expect(account.sku.name).toMatch(/^Standard_[LZ]RS$/);
    const made = of('Microsoft.Storage/storageAccounts/blobServices/containers');
    expect(made.map(({ name, properties }) => [last(name), properties])).toEqual([
      [containers.voices, { publicAccess: 'None' }],
    ]);
    const [policy] = of('Microsoft.Storage/storageAccounts/managementPolicies');
    expect(policy.properties.policy.rules.map(({ definition }: Value) => definition)).toEqual([
      {
        filters: { blobTypes: ['blockBlob'] },
        actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 7 } } },
      },
    ]);
    // Nothing backs it up: no vault of backups, and no copies of its objects elsewhere.
    for (const type of [
      'DataProtection/backupVaults',
      'RecoveryServices/vaults',
      'Storage/storageAccounts/objectReplicationPolicies',
    ])
      expect(all(deployment, `Microsoft.${type}`)).toEqual([]);
    for (const { properties } of all(deployment, 'Microsoft.Web/sites/config').filter(({ name }) =>
      name.endsWith('appsettings'),
    )) {
      expect(String(properties.AskwellVoices__blobServiceUri)).not.toBe(
        String(properties.AskwellStorage__blobServiceUri),
      );
      expect(properties.VOICES_KEPT_DAYS).toBe('7');
    }
  });

  test('has the tables that are declared', async () => {
    const made = all(deployment, 'Microsoft.Storage/storageAccounts/tableServices/tables').map(({ name }) =>
      last(name),
    );
    expect(made).toEqual((await json('infra/storage.json')).tables);
  });

  test('has the queues and topics that the code names, as they are declared', async () => {
    const [declared] = (await json('infra/servicebus.json')).UserConfig.Namespaces;
    const queue = all(deployment, 'Microsoft.ServiceBus/namespaces/queues');
    expect(queue.map(({ name }) => last(name))).toEqual(Object.values(queues));
    expect(lowered(declared.Queues[0].Properties)).toEqual(queue[0].properties);
    const topic = all(deployment, 'Microsoft.ServiceBus/namespaces/topics');
    expect(topic.map(({ name }) => last(name))).toEqual(Object.values(topics));
    expect(lowered(declared.Topics[0].Properties)).toEqual(topic[0].properties);
    const subscriptions = all(deployment, 'Microsoft.ServiceBus/namespaces/topics/subscriptions');
    expect(subscriptions.map(({ name }) => last(name))).toEqual(
      declared.Topics[0].Subscriptions.map((one: Value) => one.Name),
    );
    const rules = all(deployment, 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules');
    // Under the name of the rule that lets everything through, so that the service keeps no other beside it.
    expect(rules.map(({ name, properties }) => [name.split('/').slice(-2), properties.sqlFilter])).toEqual([
      [['all', '$Default'], { sqlExpression: '1=1' }],
      [['ready', '$Default'], { sqlExpression: "type IN ('lesson.completed', 'lesson.failed')" }],
      [['failed', '$Default'], { sqlExpression: "type = 'lesson.failed'" }],
    ]);
    for (const { Rules } of declared.Topics[0].Subscriptions) expect(Rules).toHaveLength(1);
  });

  test('has the Cosmos DB containers with the keys, indexes and times to live of the local cloud', async () => {
    const declared = await json('infra/cosmos.json');
    const made = all(deployment, 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers');
    expect(made.map(({ properties }) => properties.resource)).toEqual(declared.containers);
    const [database] = all(deployment, 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases');
    expect(last(database.name)).toBe(declared.database);
  });

  test('can be brought back: versions, soft delete, change feed, continuous backup', () => {
    const service = all(deployment, 'Microsoft.Storage/storageAccounts/blobServices').find(({ name }) =>
      name.startsWith(lessons.name),
    );
    expect(service.properties).toMatchObject({
      isVersioningEnabled: true,
      changeFeed: { enabled: true },
      deleteRetentionPolicy: { enabled: true, days: 30 },
      containerDeleteRetentionPolicy: { enabled: true, days: 30 },
    });
    const [cosmos] = all(deployment, 'Microsoft.DocumentDB/databaseAccounts');
    expect(cosmos.properties.backupPolicy.type).toBe('Continuous');
    expect(cosmos.properties.consistencyPolicy.defaultConsistencyLevel).toBe('Session');
  });

  test('takes TLS 1.2 and no key, and shows nothing to strangers', () => {
    for (const { properties } of all(deployment, 'Microsoft.Storage/storageAccounts')) {
      expect(properties).toMatchObject({
        minimumTlsVersion: 'TLS1_2',
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: false,
        supportsHttpsTrafficOnly: true,
        isHnsEnabled: false,
      });
    }
    const [cosmos] = all(deployment, 'Microsoft.DocumentDB/databaseAccounts');
    const [bus] = all(deployment, 'Microsoft.ServiceBus/namespaces');
    for (const account of [cosmos, bus, ...all(deployment, 'Microsoft.CognitiveServices/accounts')]) {
      expect(account.properties.disableLocalAuth, account.name).toBe(true);
    }
    const [vault] = all(deployment, 'Microsoft.KeyVault/vaults');
    expect(vault.properties).toMatchObject({ enableRbacAuthorization: true, enablePurgeProtection: true });
  });

  test('ages as it should: cool, archived, deleted', () => {
    const policy = all(deployment, 'Microsoft.Storage/storageAccounts/managementPolicies').find(({ name }) =>
      name.startsWith(lessons.name),
    );
    const rules = Object.fromEntries(
      policy.properties.policy.rules.map(({ name, definition }: Value) => [
        name,
        [definition.filters.prefixMatch, definition.filters.blobIndexMatch, definition.actions],
      ]),
    );
    expect(rules).toEqual({
      'originals-cool-then-archive': [
        ['videos/'],
        undefined,
        {
          baseBlob: {
            tierToCool: { daysAfterModificationGreaterThan: 30 },
            tierToArchive: { daysAfterModificationGreaterThan: 180 },
          },
        },
      ],
      'originals-end': [
        ['videos/'],
        [{ name: 'retention', op: '==', value: 'default' }],
        { baseBlob: { delete: { daysAfterCreationGreaterThan: 1095 } } },
      ],
      'media-cool': [['media/'], undefined, { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 60 } } }],
      'work-ends': [['work/'], undefined, { baseBlob: { delete: { daysAfterModificationGreaterThan: 2 } } }],
      'old-versions-end': [
        undefined,
        undefined,
        {
          version: { delete: { daysAfterCreationGreaterThan: 30 } },
          snapshot: { delete: { daysAfterCreationGreaterThan: 30 } },
        },
      ],
    });
  });
});

test('only the global profile keeps copies of documents in other regions', () => {
  const regions = (profile: 'small' | 'district' | 'global') =>
    all(deployed(profile), 'Microsoft.DocumentDB/databaseAccounts')[0].properties.locations.length;
  expect([regions('small'), regions('district'), regions('global')]).toEqual([1, 1, 2]);
});

const lowered = (properties: Record<string, Value>) =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [`${name[0]?.toLowerCase()}${name.slice(1)}`, value]),
  );
