import type { Connections } from './connections.ts';
import { HostError } from './errors.ts';
import type { FunctionDefinition } from './functionDefinition.ts';
import type { HostJson } from './hostJson.ts';
import type { Invoker } from './invoke.ts';
import type { Listener } from './listener.ts';
import type { HostLog } from './log.ts';
import type { BlobFunction } from './triggers/blobInvocation.ts';
import { type BlobQueue, createBlobQueue } from './triggers/blobQueue.ts';
import { createServiceBusListener } from './triggers/serviceBus.ts';

export interface ListenerOptions {
  readonly functions: readonly FunctionDefinition[];
  readonly connections: Connections;
  readonly hostJson: HostJson;
  readonly hostId: string;
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
  const others = enabled.flatMap((definition) => createListener(definition, options) ?? []);
  return { blobQueue, all: blobQueue ? [blobQueue, ...others] : others };
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
  try {
    switch (trigger.type) {
      case 'serviceBusTrigger':
        return createServiceBusListener({
          definition: { ...definition, trigger },
          client: connections.serviceBus(trigger.connection),
          config: hostJson.extensions.serviceBus,
          invoker,
          log,
        });
      default:
        return undefined;
    }
  } catch (thrown) {
    if (thrown instanceof HostError) throw new HostError(`function "${definition.name}": ${thrown.message}`);
    throw thrown;
  }
}
