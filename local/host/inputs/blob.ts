import { type BindingData, fillTemplate } from '../bindingExpressions.ts';
import { type BlobInput, isDeferred } from '../bindings.ts';
import type { Connections } from '../connections.ts';
import type { RpcTypedData } from '../coreTypes.ts';
import { HostError } from '../errors.ts';
import { blobReference, readBlob } from '../triggers/blobInvocation.ts';
import { isMissing } from '../triggers/blobQueue.ts';

/** The blob that a binding names: its content, a reference to it, or nothing when there is no such blob. */
export async function readBlobInput(
  binding: BlobInput,
  data: BindingData,
  connections: Connections,
): Promise<RpcTypedData> {
  const { container, name } = splitBlobPath(fillTemplate(binding.path, data));
  if (isDeferred(binding)) return blobReference(binding.connection, container, name);
  const blob = connections.blobs(binding.connection).getContainerClient(container).getBlobClient(name);
  try {
    return await readBlob(blob, binding.dataType);
  } catch (thrown) {
    if (isMissing(thrown)) return {};
    throw thrown;
  }
}

/** Cuts `container/path/of/blob` at its first slash. Throws a HostError when either half is missing. */
export function splitBlobPath(path: string): { container: string; name: string } {
  const slash = path.indexOf('/');
  const container = path.slice(0, Math.max(slash, 0));
  const name = path.slice(slash + 1);
  if (container === '' || name === '') throw new HostError(`"${path}" names no blob: write CONTAINER/NAME.`);
  return { container, name };
}
