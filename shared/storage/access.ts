import type { BlobClient, BlobGenerateSasUrlOptions, UserDelegationKey } from '@azure/storage-blob';
import type { ContainerName } from '../lessons/blobPaths.ts';
import { blobService, mapped, storageSdk } from './blobs.ts';
import { keptKey } from './delegationKey.ts';
import { publicAddress } from './publicAddress.ts';

const minute = 60_000;
const hour = 60 * minute;

/** How long an upload may take before its address has to be asked for again. */
const uploadMilliseconds = 2 * hour;
const readWindowMilliseconds = 30 * minute;

/** An address with rights in it; whoever has it needs no other key until it expires. */
export interface SignedUrl {
  readonly url: string;
  readonly expiresAt: Date;
}

/** An address to which one blob in the container `videos` can be written, and nothing else; for two hours. */
export async function uploadUrl(blobName: string, now = new Date()): Promise<SignedUrl> {
  return signed('videos', blobName, 'w', new Date(now.getTime() + uploadMilliseconds), {}, now);
}

/**
 * An address from which one blob can be read, for half an hour to an hour. Within a fixed window of half an hour it is
 * the same, so that browsers find what they have cached.
 * @param contentType what storage will call it, whatever an uploader called it
 */
export async function readUrl(
  name: ContainerName,
  path: string,
  contentType: string,
  now = new Date(),
): Promise<SignedUrl> {
  const options = { contentType, cacheControl: 'private, max-age=3600' };
  return signed(name, path, 'r', readExpiry(now), options, now);
}

/** When what is signed for reading now expires: half an hour after the present window's end. */
export function readExpiry(now: Date): Date {
  return new Date((Math.floor(now.getTime() / readWindowMilliseconds) + 2) * readWindowMilliseconds);
}

/** An address from which storage itself copies a blob. */
export async function copySource(name: ContainerName, path: string, now = new Date()): Promise<string> {
  return signedUrl(name, path, 'r', new Date(now.getTime() + hour), {}, now);
}

async function signed(
  ...[name, path, permissions, expiresAt, headers, now]: Parameters<typeof signedUrl>
): Promise<SignedUrl> {
  return { url: await publicAddress(await signedUrl(name, path, permissions, expiresAt, headers, now)), expiresAt };
}

async function signedUrl(
  name: ContainerName,
  path: string,
  permissions: 'r' | 'w',
  expiresAt: Date,
  headers: Pick<BlobGenerateSasUrlOptions, 'contentType' | 'cacheControl'>,
  now: Date,
): Promise<string> {
  try {
    const service = await blobService();
    const { BlobSASPermissions, SASProtocol, StorageSharedKeyCredential } = await storageSdk();
    const blob: BlobClient = service.getContainerClient(name).getBlobClient(path);
    const options: BlobGenerateSasUrlOptions = {
      permissions: BlobSASPermissions.parse(permissions),
      expiresOn: expiresAt,
      protocol: service.url.startsWith('https:') ? SASProtocol.Https : SASProtocol.HttpsAndHttp,
      ...headers,
    };
    return service.credential instanceof StorageSharedKeyCredential
      ? await blob.generateSasUrl(options)
      : await blob.generateUserDelegationSasUrl(options, await delegationKey(now));
  } catch (error) {
    throw mapped(error, 'signing an address');
  }
}

const delegationKey = keptKey<UserDelegationKey>(async (from, to) =>
  (await blobService()).getUserDelegationKey(from, to),
);
