import { z } from 'zod';
import { asError } from '../errors.ts';
import type { HostLog } from '../log.ts';
import type { BlobQueue } from './blobQueue.ts';

/** Event Grid's own schema and CloudEvents 1.0; what the two call differently is read from either. */
const blobData = z.looseObject({
  url: z.string().optional(),
  eTag: z.string().optional(),
  validationCode: z.string().optional(),
});
const event = z.looseObject({
  eventType: z.string().optional(),
  type: z.string().optional(),
  subject: z.string().optional(),
  data: blobData.optional(),
});
const events = z.union([z.array(event), event.transform((single) => [single])]);

type BlobEvent = z.output<typeof event>;

export interface BlobEventReceiver {
  /** Answers Event Grid: handshakes, and notices of blobs, which are in the queue before this says so. */
  handle(request: Request): Promise<Response>;
}

/** The webhook that Event Grid calls for functions whose blob trigger has the source EventGrid. */
export function createBlobEventReceiver(queue: BlobQueue | undefined, log: HostLog): BlobEventReceiver {
  async function receive(request: Request): Promise<Response> {
    const parameter = new URL(request.url).searchParams.get('functionName') ?? '';
    const name = /^Host\.Functions\.(.+)$/i.exec(parameter)?.[1];
    if (!name) return refuse(400, 'The query must name a function: ?functionName=Host.Functions.NAME');
    const watched = queue?.functions.get(name.toLowerCase());
    if (!queue || !watched) return refuse(404, `No function "${name}" with a blob trigger.`);
    if (watched.definition.trigger.source !== 'EventGrid') {
      return refuse(400, `The blob trigger of "${name}" polls its container: set its source to EventGrid.`);
    }
    const parsed = events.safeParse(await readJson(request));
    if (!parsed.success)
      return refuse(400, 'The body is neither an Event Grid event nor a CloudEvent, nor a list of them.');
    const handshake = parsed.data.find((each) => typeOf(each) === 'Microsoft.EventGrid.SubscriptionValidationEvent');
    if (handshake) return Response.json({ validationResponse: handshake.data?.validationCode ?? '' });
    for (const each of parsed.data) {
      const created = typeOf(each) === 'Microsoft.Storage.BlobCreated';
      const blob = created ? placeOf(each) : undefined;
      if (created && !blob)
        return refuse(400, 'An event of a created blob does not say which: subject and data.url are missing.');
      if (blob && /(^|\/)\.{1,2}(\/|$)/.test(blob.name)) {
        // Storage has no such blob; taken for a path, the name would lead to another one.
        log.write('warn', 'Host.Blobs', 'event.impossible-name', { function: name });
        continue;
      }
      if (!blob || blob.container !== watched.pattern.container || !watched.pattern.match(blob.name)) continue;
      await queue.add(watched, blob.name, each.data?.eTag ?? '');
    }
    return new Response(null, { status: 202 });
  }

  return {
    async handle(request) {
      if (request.method === 'OPTIONS') return shakeHands(request);
      if (request.method !== 'POST') return refuse(405, 'Events are sent by POST.');
      if (request.headers.get('aeg-event-type') === 'Unsubscribe') return new Response(null, { status: 202 });
      try {
        return await receive(request);
      } catch (thrown) {
        // Event Grid tries again later: nothing is lost while the queue cannot be reached.
        log.write('error', 'Host.Blobs', 'event.not-queued', { error: asError(thrown).message });
        return refuse(503, 'The event could not be queued; send it again.');
      }
    },
  };
}

/** The handshake of CloudEvents webhooks: whoever asks may send, as fast as it likes. */
function shakeHands(request: Request): Response {
  const origin = request.headers.get('webhook-request-origin');
  if (!origin) return refuse(400, 'The header WebHook-Request-Origin is missing.');
  return new Response(null, { headers: { 'WebHook-Allowed-Origin': origin, 'WebHook-Allowed-Rate': '*' } });
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    // No JSON is no event; the schema says so to the sender.
    return undefined;
  }
}

function typeOf(each: BlobEvent): string | undefined {
  return each.eventType ?? each.type;
}

/** The subject holds the name as it is; a URL would have to be taken apart and decoded. */
function placeOf(each: BlobEvent): { container: string; name: string } | undefined {
  const fromSubject = /^\/blobServices\/default\/containers\/([^/]+)\/blobs\/(.+)$/s.exec(each.subject ?? '');
  if (fromSubject?.[1] && fromSubject[2]) return { container: fromSubject[1], name: fromSubject[2] };
  if (!each.data?.url || !URL.canParse(each.data.url)) return undefined;
  const { hostname, pathname } = new URL(each.data.url);
  // An emulator's URL has the account in the path, a real one in the host's name.
  const pathStyle = /^(\d+\.){3}\d+$|^localhost$|^\[/.test(hostname);
  const parts = pathname.split('/').slice(pathStyle ? 2 : 1);
  const [container, ...rest] = parts;
  const name = decodePart(rest.join('/'));
  return container && name ? { container, name } : undefined;
}

function decodePart(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function refuse(status: number, message: string): Response {
  return new Response(`${message}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
