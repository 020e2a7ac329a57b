import { type BindingData, fillTemplate } from '../bindingExpressions.ts';
import type { BlobOutput } from '../bindings.ts';
import type { Connections } from '../connections.ts';
import type { RpcTypedData } from '../coreTypes.ts';
import { splitBlobPath } from '../inputs/blob.ts';
import { isMissing } from '../triggers/blobQueue.ts';
import { bytesOf, fromTypedData } from '../typedData.ts';

/** Writes what a function gave to a blob, over what was there; its container is made when it is not there. */
export async function writeBlob(
  binding: BlobOutput,
  value: RpcTypedData,
  data: BindingData,
  connections: Connections,
): Promise<void> {
  const plain = fromTypedData(value);
  if (plain === undefined || plain === null) return;
  const { container, name } = splitBlobPath(fillTemplate(binding.path, data));
  const client = connections.blobs(binding.connection).getContainerClient(container);
  const upload = () => client.getBlockBlobClient(name).uploadData(bytesOf(plain));
  try {
    await upload();
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
    await client.createIfNotExists();
    await upload();
  }
}
