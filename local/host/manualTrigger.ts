import { parseBlobPattern } from './bindingExpressions.ts';
import type { Connections } from './connections.ts';
import { asError } from './errors.ts';
import type { FunctionDefinition } from './functionDefinition.ts';
import { splitBlobPath } from './inputs/blob.ts';
import type { TriggerEvent } from './invoke.ts';
import { blobEvent } from './triggers/blobInvocation.ts';
import { timerEvent } from './triggers/timerEvent.ts';
import { jsonObject } from './typedData.ts';

/** What a person may get wrong when running a function by hand. */
export class ManualTriggerError extends Error {
  override readonly name = 'ManualTriggerError';
}

/** Makes the event for a function that a person runs through the admin API. Rejects with a ManualTriggerError. */
export type ManualTrigger = (definition: FunctionDefinition, input: unknown) => Promise<TriggerEvent>;

const reason = 'This function was programmatically called via the host APIs.';

export function createManualTrigger(connections: Connections): ManualTrigger {
  return async (definition, input) => {
    const { trigger } = definition;
    const text = typeof input === 'string' ? input : JSON.stringify(input ?? '');
    switch (trigger.type) {
      case 'timerTrigger':
        return { ...timerEvent({ isPastDue: false, status: undefined }), reason };
      case 'queueTrigger':
      case 'serviceBusTrigger':
        return { reason, data: { string: text }, bindingData: jsonObject(text) ?? {} };
      case 'activityTrigger':
        return { reason, data: { string: text }, bindingData: { ...jsonObject(text), data: input } };
      case 'blobTrigger': {
        const { container, name } = splitPath(text);
        const names = parseBlobPattern(trigger.path).match(name);
        if (!names) throw new ManualTriggerError(`The path ${trigger.path} of the function does not fit "${text}".`);
        const blob = connections.blobs(trigger.connection).getContainerClient(container).getBlobClient(name);
        const properties = await blob.getProperties().catch((thrown: unknown) => {
          throw new ManualTriggerError(`The blob "${text}" cannot be read: ${asError(thrown).message}`);
        });
        return { ...(await blobEvent({ ...definition, trigger }, blob, properties, names)), reason };
      }
      case 'httpTrigger':
        throw new ManualTriggerError('A function with an HTTP trigger is run by a request to its URL.');
      case 'orchestrationTrigger':
      case 'entityTrigger':
        throw new ManualTriggerError('A durable function is started by a durable client, not by hand.');
    }
  };
}

function splitPath(text: string) {
  try {
    return splitBlobPath(text);
  } catch (thrown) {
    throw new ManualTriggerError(`The input must name a blob. ${asError(thrown).message}`);
  }
}
