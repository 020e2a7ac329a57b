import type { BlobClient, BlobGetPropertiesResponse } from '@azure/storage-blob';
import { type BlobTrigger, isDeferred } from '../bindings.ts';
import type { RpcTypedData } from '../coreTypes.ts';
import type { FunctionDefinition } from '../functionDefinition.ts';
import type { TriggerEvent } from '../invoke.ts';
import { toTypedData } from '../typedData.ts';

/** A function with a blob trigger. */
export type BlobFunction = FunctionDefinition & { readonly trigger: BlobTrigger };

/** The reference that a deferred binding gets instead of the content. */
export function blobReference(connection: string | undefined, container: string, blobName: string): RpcTypedData {
  const reference = {
    Connection: connection ?? 'AzureWebJobsStorage',
    ContainerName: container,
    BlobName: blobName,
  };
  return {
    modelBindingData: {
      version: '1.0',
      source: 'AzureStorageBlobs',
      contentType: 'application/json',
      content: Buffer.from(JSON.stringify(reference)),
    },
  };
}

/**
 * What a blob trigger's function is given. A deferred binding costs no byte of the blob; any other gets it whole, so
 * that its size is the memory it takes.
 */
export async function blobEvent(
  definition: BlobFunction,
  blob: BlobClient,
  properties: BlobGetPropertiesResponse,
  names: Readonly<Record<string, string>>,
): Promise<TriggerEvent> {
  const { trigger } = definition;
  const path = `${blob.containerName}/${blob.name}`;
  const data = isDeferred(trigger)
    ? blobReference(trigger.connection, blob.containerName, blob.name)
    : await readBlob(blob, trigger.dataType);
  const described = {
    LastModified: properties.lastModified?.toISOString(),
    CreatedOn: properties.createdOn?.toISOString(),
    ContentLength: properties.contentLength,
    ContentType: properties.contentType,
    ContentEncoding: properties.contentEncoding,
    ContentLanguage: properties.contentLanguage,
    CacheControl: properties.cacheControl,
    ETag: properties.etag,
    BlobType: properties.blobType === 'BlockBlob' ? 0 : properties.blobType === 'PageBlob' ? 1 : 2,
  };
  const bindingData = {
    ...names,
    blobTrigger: path,
    uri: blob.url,
    properties: described,
    metadata: properties.metadata ?? {},
  };
  return {
    reason: `blob ${path}`,
    data,
    bindingData,
    metadata: {
      ...Object.fromEntries(Object.entries(names).map(([name, value]) => [name, toTypedData(value)])),
      BlobTrigger: toTypedData(path),
      // A URI is JSON on its way to the function, which keeps it from being taken for anything else.
      Uri: { json: JSON.stringify(blob.url) },
      Properties: { json: JSON.stringify(described) },
      Metadata: { json: JSON.stringify(properties.metadata ?? {}) },
    },
  };
}

/** The whole content: as text when the binding asks for it, else as bytes. */
export async function readBlob(blob: BlobClient, dataType: string | undefined): Promise<RpcTypedData> {
  const bytes = await blob.downloadToBuffer();
  return dataType === 'string' ? { string: bytes.toString('utf8') } : { bytes };
}
