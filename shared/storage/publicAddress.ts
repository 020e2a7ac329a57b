import { config } from '../settings/config.ts';
import { blobService } from './blobs.ts';

/** Scheme, host and port under which browsers reach blob storage. */
export async function storageOrigin(): Promise<string> {
  return new URL(config().STORAGE_PUBLIC_URL ?? (await blobService()).url).origin;
}

/**
 * An address in blob storage as a browser is given it: the one place that knows under which host storage is reached from
 * outside. What was signed stays valid, since a signature names account, container and blob, and no host.
 */
export async function publicAddress(url: string): Promise<string> {
  const address = new URL(url);
  return `${await storageOrigin()}${address.pathname}${address.search}`;
}
