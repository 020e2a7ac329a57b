import { CosmosClient } from '@azure/cosmos';
import { TableClient, TableServiceClient } from '@azure/data-tables';
import type { ServiceBusClient } from '@azure/service-bus';
import { QueueServiceClient } from '@azure/storage-queue';
import { queues, topics } from '../../shared/messaging/messages.ts';
import { peekAll } from '../../shared/messaging/peek.ts';
import type { TestCloud } from '../../testing/cloud.ts';

/** Something that is kept anywhere, and all that it says, its name included. */
export interface Stored {
  readonly where: string;
  readonly text: string;
}

/** Everything that a cloud keeps: blobs, tables (task hub, audit), queues, documents, messages. */
export async function everythingStored(cloud: TestCloud, bus: ServiceBusClient): Promise<Stored[]> {
  const parts = [blobs(cloud), tables(cloud), storageQueues(cloud), documents(cloud), messages(bus)];
  return (await Promise.all(parts.map((part) => Array.fromAsync(part)))).flat();
}

const told = (where: string, value: unknown): Stored => ({ where, text: `${where} ${JSON.stringify(value)}` });

async function* blobs({ blobs: service }: TestCloud): AsyncGenerator<Stored> {
  for await (const { name: container } of service.listContainers()) {
    const client = service.getContainerClient(container);
    for await (const { name, metadata } of client.listBlobsFlat({ includeMetadata: true })) {
      const content = (await client.getBlobClient(name).downloadToBuffer()).toString('latin1');
      yield { where: `blob ${container}/${name}`, text: `${name} ${JSON.stringify(metadata)} ${content}` };
    }
  }
}

async function* tables({ stack }: TestCloud): AsyncGenerator<Stored> {
  const storage = stack.endpoints.storage ?? '';
  const insecure = { allowInsecureConnection: true };
  for await (const { name = '' } of TableServiceClient.fromConnectionString(storage, insecure).listTables()) {
    for await (const row of TableClient.fromConnectionString(storage, name, insecure).listEntities()) {
      yield told(`table ${name} ${row.partitionKey} ${row.rowKey}`, row);
    }
  }
}

async function* storageQueues({ stack }: TestCloud): AsyncGenerator<Stored> {
  const service = QueueServiceClient.fromConnectionString(stack.endpoints.storage ?? '');
  for await (const { name } of service.listQueues()) {
    const { peekedMessageItems } = await service.getQueueClient(name).peekMessages({ numberOfMessages: 32 });
    for (const { messageText } of peekedMessageItems) {
      yield { where: `queue ${name}`, text: `${messageText} ${Buffer.from(messageText, 'base64').toString()}` };
    }
  }
}

async function* documents({ stack }: TestCloud): AsyncGenerator<Stored> {
  const client = new CosmosClient(stack.endpoints.cosmos ?? '');
  const database = client.database('askwell');
  const { resources: containers } = await database.containers.readAll().fetchAll();
  for (const { id } of containers) {
    const { resources } = await database.container(id).items.query('SELECT * FROM c').fetchAll();
    for (const document of resources) yield told(`document ${id}/${document.id}`, document);
  }
  client.dispose();
}

async function* messages(bus: ServiceBusClient): AsyncGenerator<Stored> {
  const dead = { subQueueType: 'deadLetter' } as const;
  const receivers = [
    ...Object.values(queues).flatMap((queue) => [bus.createReceiver(queue), bus.createReceiver(queue, dead)]),
    ...Object.values(topics).flatMap((topic) => [
      bus.createReceiver(topic, 'all'),
      bus.createReceiver(topic, 'all', dead),
    ]),
  ];
  for (const receiver of receivers) {
    for await (const { body, applicationProperties } of peekAll(receiver))
      yield told(`message ${receiver.entityPath}`, [body, applicationProperties]);
    await receiver.close();
  }
}
