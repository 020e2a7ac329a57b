import { type ModelBindingData, ResourceFactoryResolver } from '@azure/functions-extensions-base';
import { z } from 'zod';
import type { BlobReference } from '../../shared/storage/blobReference.ts';

const source = 'AzureStorageBlobs';
const contentSchema = z.object({ ContainerName: z.string(), BlobName: z.string() });

function read(data: ModelBindingData | ModelBindingData[]): BlobReference {
  if (Array.isArray(data)) throw new Error('A blob binding carries one blob.');
  const { ContainerName, BlobName } = contentSchema.parse(JSON.parse(Buffer.from(data.content ?? '').toString('utf8')));
  return { containerName: ContainerName, blobName: BlobName };
}

/** Makes bindings with `sdkBinding: true` deliver a BlobReference. Without it the runtime would hand over the whole blob. */
export function registerBlobReference(): void {
  const resolver = ResourceFactoryResolver.getInstance();
  if (!resolver.hasResourceFactory(source)) resolver.registerResourceFactory(source, read);
}
