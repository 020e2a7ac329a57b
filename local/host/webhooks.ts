import type { IncomingMessage } from 'node:http';
import type { DurableExtension } from '../durable/contract.ts';
import { givenKey, isOneOf, type Keys } from './keys.ts';
import type { BlobEventReceiver } from './triggers/blobEvents.ts';
import { BodyTooLarge, readBody } from './triggers/http.ts';
import { headersOf } from './triggers/httpCall.ts';

/** Event Grid sends at most 1 MB, the durable client at most what one orchestration may take as its input. */
const bodyLimit = 16_777_216;

export interface WebhookOptions {
  readonly durable: DurableExtension | undefined;
  readonly blobEvents: BlobEventReceiver;
  readonly keys: Keys;
  readonly auth: boolean;
}

/** Answers what is under /runtime/webhooks: the extensions' own endpoints. */
export async function handleWebhook(request: IncomingMessage, url: URL, options: WebhookOptions): Promise<Response> {
  const [, extension = '', rest = ''] = /^\/runtime\/webhooks\/([^/]+)(.*)$/i.exec(url.pathname) ?? [];
  const allowed = (key: string) =>
    !options.auth || isOneOf(givenKey(request.headers, url.searchParams.get('code')), [key, options.keys.masterKey]);
  switch (extension.toLowerCase()) {
    case 'durabletask':
      if (!options.durable) return new Response('No function of this app is durable.', { status: 404 });
      if (!allowed(options.keys.systemKeys.durabletask_extension)) return new Response(null, { status: 401 });
      return withBody(request, url, (web) => options.durable?.handle(web, rest));
    case 'blobs':
      if (!allowed(options.keys.systemKeys.blobs_extension)) return new Response(null, { status: 401 });
      return withBody(request, url, (web) => options.blobEvents.handle(web));
    default:
      return new Response(null, { status: 404 });
  }
}

async function withBody(
  request: IncomingMessage,
  url: URL,
  handle: (web: Request) => Promise<Response> | undefined,
): Promise<Response> {
  let body: Buffer<ArrayBuffer>;
  try {
    body = Buffer.from(await readBody(request, bodyLimit));
  } catch (thrown) {
    if (thrown instanceof BodyTooLarge) return new Response(thrown.message, { status: 413 });
    throw thrown;
  }
  const method = request.method ?? 'GET';
  const bodyless = method === 'GET' || method === 'HEAD' || body.length === 0;
  const web = new Request(url, { method, headers: headersOf(request), body: bodyless ? null : body });
  return (await handle(web)) ?? new Response(null, { status: 404 });
}
