import type { DurableExtension } from '../durable/contract.ts';
import type { Connections } from './connections.ts';
import type { HostJson } from './hostJson.ts';
import { readBlobInput } from './inputs/blob.ts';
import { readTable } from './inputs/table.ts';
import type { ReadInput, WriteOutput } from './invoke.ts';
import { writeBlob } from './outputs/blob.ts';
import { writeQueue } from './outputs/queue.ts';
import { writeServiceBus } from './outputs/serviceBus.ts';
import { writeTable } from './outputs/table.ts';

/** Reads every kind of input binding. */
export function createReadInput(connections: Connections, durable: () => DurableExtension | undefined): ReadInput {
  return async (binding, data) => {
    if (binding.type === 'blob') return readBlobInput(binding, data, connections);
    if (binding.type === 'table') return readTable(binding, data, connections);
    return { string: durable()?.clientInput() ?? '{}' };
  };
}

/** Writes every kind of output binding but HTTP, which is the answer itself. */
export function createWriteOutput(connections: Connections, hostJson: HostJson): WriteOutput {
  return async (binding, value, data, traceParent) => {
    switch (binding.type) {
      case 'queue':
        return writeQueue(binding, value, data, connections, hostJson.extensions.queues.messageEncoding);
      case 'serviceBus':
        return writeServiceBus(binding, value, data, connections, traceParent);
      case 'blob':
        return writeBlob(binding, value, data, connections);
      case 'table':
        return writeTable(binding, value, data, connections);
      case 'http':
        return undefined;
    }
  };
}
