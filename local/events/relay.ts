import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { BlobServiceClient } from '@azure/storage-blob';
import { Receipts } from './receipts.ts';

export interface RelayOptions {
  readonly storageConnection: string;
  /** The functions host, ours or Core Tools. */
  readonly hostUrl: string;
  /** Opens the host's admin API; Core Tools asks for none. */
  readonly adminKey?: string;
  readonly stateDir: string;
  readonly log: (event: string, fields: Record<string, unknown>) => void;
}

interface Subscription {
  readonly functionName: string;
  readonly container: string;
  readonly prefix: string;
}

interface Created {
  readonly name: string;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly blobType: string;
  readonly url: string;
}

// Azurite has no change feed and no events: its containers are listed instead, this often.
const intervalMilliseconds = 500;

/**
 * Stands in for Event Grid: tells every blob function whose source is Event Grid of each new version of a blob,
 * at least once, over the webhook that Event Grid would call. Blobs that came while nobody listened are told late, not never.
 */
export function startRelay(options: RelayOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const receipts = new Receipts(options.stateDir);
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await relayOnce(options, receipts, stopping.signal);
      } catch (error) {
        // Storage or host are not up yet, or went away; the next look finds what this one missed.
        if (!stopping.signal.aborted)
          options.log('events.delayed', { reason: error instanceof Error ? error.message : String(error) });
      }
      await delay(intervalMilliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    receipts.close();
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function relayOnce(options: RelayOptions, receipts: Receipts, signal: AbortSignal): Promise<void> {
  const service = BlobServiceClient.fromConnectionString(options.storageConnection);
  for (const subscription of await subscriptions(options, signal)) {
    const container = service.getContainerClient(subscription.container);
    const present = new Set<string>();
    for await (const blob of container.listBlobsFlat({ prefix: subscription.prefix, abortSignal: signal })) {
      const { etag, contentLength, contentType, blobType, createdOn } = blob.properties;
      const place = `${subscription.container}/${blob.name}`;
      present.add(place);
      // Event Grid tells of an append blob when it is made, and not when something is appended.
      const version = blobType === 'AppendBlob' ? `made ${createdOn?.toISOString()}` : etag;
      if (receipts.has(subscription.functionName, place, version)) continue;
      await tell(
        options.hostUrl,
        subscription,
        {
          name: blob.name,
          etag,
          sizeBytes: contentLength ?? 0,
          contentType: contentType ?? 'application/octet-stream',
          blobType: blobType ?? 'BlockBlob',
          url: container.getBlobClient(blob.name).url,
        },
        signal,
      );
      receipts.put(subscription.functionName, place, version);
      options.log('events.told', { functionName: subscription.functionName });
    }
    receipts.keepOnly(subscription.functionName, subscription.container, present);
  }
}

/** The host's functions that wait for Event Grid, as its admin API lists them. */
async function subscriptions({ hostUrl, adminKey }: RelayOptions, signal: AbortSignal): Promise<Subscription[]> {
  const headers = adminKey === undefined ? {} : { 'x-functions-key': adminKey };
  const answer = await fetch(new URL('/admin/functions', hostUrl), { headers, signal });
  if (!answer.ok) throw new Error(`The host answered ${answer.status} to /admin/functions.`);
  const functions: unknown = await answer.json();
  if (!Array.isArray(functions)) throw new Error('The host did not list its functions.');
  return functions.flatMap(({ name, config }: AdminFunction) =>
    (config?.bindings ?? []).flatMap((binding) => {
      if (binding.type?.toLowerCase() !== 'blobtrigger' || binding.source?.toLowerCase() !== 'eventgrid') return [];
      const [container = '', ...rest] = (binding.path ?? '').split('/');
      return [{ functionName: name, container, prefix: rest.join('/').split('{')[0] ?? '' }];
    }),
  );
}

interface AdminFunction {
  readonly name: string;
  readonly config?: { readonly bindings?: readonly { type?: string; source?: string; path?: string }[] };
}

async function tell(hostUrl: string, subscription: Subscription, blob: Created, signal: AbortSignal): Promise<void> {
  const url = new URL('/runtime/webhooks/blobs', hostUrl);
  url.searchParams.set('functionName', `Host.Functions.${subscription.functionName}`);
  const event = {
    topic: 'local',
    subject: `/blobServices/default/containers/${subscription.container}/blobs/${blob.name}`,
    eventType: 'Microsoft.Storage.BlobCreated',
    id: createHash('sha256').update(`${blob.url} ${blob.etag}`).digest('hex').slice(0, 32),
    eventTime: new Date().toISOString(),
    dataVersion: '',
    metadataVersion: '1',
    data: {
      api: 'PutBlob',
      eTag: blob.etag,
      contentType: blob.contentType,
      contentLength: blob.sizeBytes,
      blobType: blob.blobType,
      url: blob.url,
    },
  };
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'aeg-event-type': 'Notification' },
    body: JSON.stringify([event]),
    signal,
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`The host answered ${answer.status} to an event for ${subscription.functionName}.`);
}
