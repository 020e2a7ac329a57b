import type { BlobServiceClient } from '@azure/storage-blob';
import type { QueueServiceClient } from '@azure/storage-queue';
import { z } from 'zod';
import { type BlobPattern, parseBlobPattern } from '../bindingExpressions.ts';
import { asError } from '../errors.ts';
import { forFunction } from '../functionDefinition.ts';
import type { HostJson } from '../hostJson.ts';
import type { Invoker } from '../invoke.ts';
import type { Listener } from '../listener.ts';
import type { HostLog } from '../log.ts';
import { type BlobFunction, blobEvent } from './blobInvocation.ts';
import { createQueueListener, UnusableMessage } from './queueListener.ts';

/** As Azure's host writes them, so that a poison message looks the same in both. */
const blobMessage = z.object({
  Type: z.literal('BlobTrigger'),
  FunctionId: z.string(),
  BlobType: z.string(),
  ContainerName: z.string(),
  BlobName: z.string(),
  ETag: z.string(),
});

export interface WatchedFunction {
  readonly definition: BlobFunction;
  readonly pattern: BlobPattern;
  readonly service: BlobServiceClient;
}

/**
 * The queue between seeing a blob and running its function. Whatever saw the blob has done its part once the message
 * is in the queue; from there it is tried 5 times, also over a host's death, and then is poison.
 */
export interface BlobQueue extends Listener {
  /** By the lower-case name of the function. */
  readonly functions: ReadonlyMap<string, WatchedFunction>;
  /** Puts a blob before its function. */
  add(watched: WatchedFunction, blobName: string, etag: string): Promise<void>;
}

export interface BlobQueueOptions {
  readonly functions: readonly BlobFunction[];
  readonly blobs: (connection: string | undefined) => BlobServiceClient;
  readonly queues: QueueServiceClient;
  readonly hostId: string;
  readonly hostJson: HostJson;
  readonly invoker: Invoker;
  readonly log: HostLog;
}

export const blobPoisonQueue = 'webjobs-blobtrigger-poison';

export function createBlobQueue(options: BlobQueueOptions): BlobQueue {
  const { invoker, log } = options;
  const { maxDegreeOfParallelism, poisonBlobThreshold } = options.hostJson.extensions.blobs;
  const functions = new Map(
    options.functions.map((definition) => [definition.name.toLowerCase(), watch(definition, options.blobs)]),
  );
  const queue = options.queues.getQueueClient(`azure-webjobs-blobtrigger-${options.hostId}`);
  const batchSize = Math.min(maxDegreeOfParallelism, 32);
  const listener = createQueueListener({
    queue,
    poison: options.queues.getQueueClient(blobPoisonQueue),
    batchSize,
    newBatchThreshold: Math.floor(batchSize / 2),
    maxDequeueCount: poisonBlobThreshold,
    maxPollingInterval: options.hostJson.extensions.queues.maxPollingInterval,
    // As in Azure, where `extensions.queues` does not reach this queue: whoever needs patience has to have it itself.
    retryDelay: 0,
    // Renewed while the function runs; short, so that a killed host's successor need not wait long.
    visibility: 15,
    log,
    handle: async ({ messageText }) => run(messageText),
  });

  async function run(messageText: string): Promise<void> {
    const message = readMessage(messageText);
    const name = /^Host\.Functions\.(.+)$/.exec(message.FunctionId)?.[1] ?? '';
    const watched = functions.get(name.toLowerCase());
    const about = { function: name, container: message.ContainerName };
    if (!watched) {
      // The function was taken out of the app since; Azure lets its messages go as well.
      log.write('warn', 'Host.Blobs', 'blob.no-such-function', about);
      return;
    }
    const blob = watched.service.getContainerClient(message.ContainerName).getBlobClient(message.BlobName);
    const properties = await blob.getProperties().catch((thrown: unknown) => {
      if (isMissing(thrown)) return undefined;
      throw thrown;
    });
    const names = watched.pattern.match(message.BlobName);
    if (!properties || !names) {
      log.write('info', 'Host.Blobs', 'blob.gone', about);
      return;
    }
    // Only what a scan saw comes again when it has changed; an event is told once, and then whatever is there is run.
    const scanned = watched.definition.trigger.source !== 'EventGrid';
    if (scanned && plainTag(message.ETag) !== plainTag(properties.etag ?? '')) {
      // It was written anew: the message about what is there now is on its way, or has been here.
      log.write('info', 'Host.Blobs', 'blob.superseded', about);
      return;
    }
    const definition = watched.definition;
    await invoker.invoke(definition, await blobEvent(definition, blob, properties, names));
  }

  return {
    ...listener,
    functions,
    async start() {
      await queue.createIfNotExists();
      await listener.start();
    },
    async add(watched, blobName, etag) {
      const message: z.output<typeof blobMessage> = {
        Type: 'BlobTrigger',
        FunctionId: `Host.Functions.${watched.definition.name}`,
        BlobType: 'BlockBlob',
        ContainerName: watched.pattern.container,
        BlobName: blobName,
        ETag: etag,
      };
      await queue.sendMessage(Buffer.from(JSON.stringify(message)).toString('base64'), { messageTimeToLive: -1 });
      listener.wake();
    },
  };
}

function watch(definition: BlobFunction, blobs: BlobQueueOptions['blobs']): WatchedFunction {
  const { path, connection } = definition.trigger;
  return forFunction(definition, () => ({ definition, pattern: parseBlobPattern(path), service: blobs(connection) }));
}

function readMessage(text: string): z.output<typeof blobMessage> {
  try {
    return blobMessage.parse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')));
  } catch (thrown) {
    throw new UnusableMessage(
      `A message in the blob trigger's queue is not one of this host's: ${asError(thrown).message}`,
    );
  }
}

/** Event Grid writes an ETag without quotes, storage with them. */
function plainTag(etag: string): string {
  return etag.replace(/^(?:W\/)?"?|"$/g, '').toLowerCase();
}

export function isMissing(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown && thrown.statusCode === 404;
}
