import type { ContainerClient } from '@azure/storage-blob';
import type { Connections } from './connections.ts';
import { type FunctionDefinition, forFunction } from './functionDefinition.ts';
import type { HostJson } from './hostJson.ts';
import type { Invoker } from './invoke.ts';
import type { Listener } from './listener.ts';
import type { HostLog } from './log.ts';
import { parseSchedule } from './schedule.ts';
import type { BlobFunction } from './triggers/blobInvocation.ts';
import { type BlobQueue, createBlobQueue } from './triggers/blobQueue.ts';
import { createBlobScan } from './triggers/blobScan.ts';
import { createQueueTrigger } from './triggers/queue.ts';
import { createServiceBusListener } from './triggers/serviceBus.ts';
import { createServiceBusSessionListener } from './triggers/serviceBusSessions.ts';
import { createTimerListener } from './triggers/timer.ts';

export interface ListenerOptions {
  readonly functions: readonly FunctionDefinition[];
  readonly connections: Connections;
  readonly hostJson: HostJson;
  readonly hostId: string;
  /** For timers; UTC when not given. */
  readonly timeZone: string | undefined;
  readonly invoker: Invoker;
  readonly log: HostLog;
}

export interface Listeners {
  readonly all: readonly Listener[];
  /** Only when a function has a blob trigger. */
  readonly blobQueue: BlobQueue | undefined;
}

/** Makes what listens for each enabled function. Throws a HostError that names the function when one cannot. */
export function createListeners(options: ListenerOptions): Listeners {
  const enabled = options.functions.filter(({ disabled }) => !disabled);
  const blobFunctions = enabled.filter(hasBlobTrigger);
  const blobQueue = blobFunctions.length > 0 ? createBlobs(blobFunctions, options) : undefined;
  const scans = blobQueue ? createScans(blobQueue, options) : [];
  const others = enabled.flatMap(
    (definition) => forFunction(definition, () => createListener(definition, options)) ?? [],
  );
  return { blobQueue, all: [...(blobQueue ? [blobQueue] : []), ...scans, ...others] };
}

/** Azure's host looks every ten seconds; a person who tries something out on one machine should not wait so long. */
const scanInterval = 2000;

function createScans(queue: BlobQueue, { connections, hostId, log }: ListenerOptions): readonly Listener[] {
  const receipts = hostContainer(connections);
  return [...queue.functions.values()]
    .filter(({ definition }) => definition.trigger.source === 'LogsAndContainerScan')
    .map((watched) => createBlobScan({ watched, queue, receipts, hostId, interval: scanInterval, log }));
}

/** Where Azure's host keeps its own notes. */
function hostContainer(connections: Connections): ContainerClient {
  return connections.blobs(undefined).getContainerClient('azure-webjobs-hosts');
}

function createBlobs(functions: readonly BlobFunction[], options: ListenerOptions): BlobQueue {
  return createBlobQueue({
    ...options,
    functions,
    blobs: (connection) => options.connections.blobs(connection),
    queues: options.connections.queues(undefined),
  });
}

function hasBlobTrigger(definition: FunctionDefinition): definition is BlobFunction {
  return definition.trigger.type === 'blobTrigger';
}

function createListener(definition: FunctionDefinition, options: ListenerOptions): Listener | undefined {
  const { connections, hostJson, invoker, log } = options;
  const { trigger } = definition;
  switch (trigger.type) {
    case 'serviceBusTrigger':
      return (trigger.isSessionsEnabled ? createServiceBusSessionListener : createServiceBusListener)({
        definition: { ...definition, trigger },
        client: connections.serviceBus(trigger.connection),
        config: hostJson.extensions.serviceBus,
        invoker,
        log,
      });
    case 'queueTrigger':
      return createQueueTrigger({
        definition: { ...definition, trigger },
        service: connections.queues(trigger.connection),
        config: hostJson.extensions.queues,
        invoker,
        log,
      });
    case 'timerTrigger':
      return createTimerListener({
        definition: { ...definition, trigger },
        schedule: parseSchedule(trigger.schedule, options.timeZone),
        statuses: trigger.useMonitor ? hostContainer(connections) : undefined,
        hostId: options.hostId,
        invoker,
        log,
      });
    default:
      // HTTP and durable functions are reached through the server and the durable extension, blobs by their queue.
      return undefined;
  }
}
