import rhea, { type Delivery, type Receiver, type Sender } from 'rhea';
import { AmqpFailure, asFailure } from './failure.ts';
import { rawMessageOf } from './incoming.ts';
import { checkEncoding } from './message.ts';
import { amqp } from './rheaTypes.ts';

/** A request on $cbs or an entity's $management node. */
export interface Request {
  readonly operation: string;
  readonly body: unknown;
}

/** 200 with a body, or 204 for "nothing". */
export interface Response {
  readonly status: number;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** @throws AmqpFailure for anything that cannot be done */
export type RequestHandler = (request: Request) => Response;

/** The links of one connection on which responses go out, by node address and by reply-to. */
export interface ResponseLinks {
  readonly add: (node: string, sender: Sender) => void;
  readonly remove: (sender: Sender) => void;
  readonly find: (node: string, replyTo: string) => Sender | undefined;
}

export function createResponseLinks(): ResponseLinks {
  const links = new Set<{ node: string; sender: Sender }>();
  return {
    add: (node, sender) => void links.add({ node, sender }),
    remove: (sender) => {
      for (const entry of links) if (entry.sender === sender) links.delete(entry);
    },
    // A client names its own end of the response link: as the link's target, or as the link.
    find: (node, replyTo) =>
      [...links].find(
        (entry) => entry.node === node && (entry.sender.target?.address === replyTo || entry.sender.name === replyTo),
      )?.sender,
  };
}

function decode(raw: Buffer) {
  checkEncoding(raw);
  try {
    return rhea.message.decode(raw);
  } catch (error) {
    throw new AmqpFailure('amqp:decode-error', `Not an AMQP message: ${asFailure(error).message}`);
  }
}

function respond(sender: Sender, correlationId: unknown, response: Response, failure?: AmqpFailure): void {
  const status = amqp.wrap_int(response.status);
  const description = failure?.message ?? (response.status === 204 ? 'No Content' : 'OK');
  const message = {
    correlation_id: correlationId,
    // Token requests are answered under the first names, management requests under the second; clients read either.
    application_properties: {
      'status-code': status,
      'status-description': description,
      statusCode: status,
      statusDescription: description,
      ...(failure && {
        'error-condition': amqp.wrap_symbol(failure.condition),
        errorCondition: amqp.wrap_symbol(failure.condition),
      }),
    },
    body: response.body && amqp.wrap_map(response.body),
  };
  // The declarations ask for the methods of a received message.
  sender.send(message as unknown as Parameters<Sender['send']>[0]);
}

/** Answers the requests of a client's sending link to a node. */
export function serveRequests(receiver: Receiver, node: string, links: ResponseLinks, handle: RequestHandler): void {
  receiver.on('message', (context: { message: unknown; format: unknown; delivery: Delivery }) => {
    const { delivery } = context;
    try {
      const request = decode(rawMessageOf(receiver, context.message, context.format).raw);
      const sender = links.find(node, String(request.reply_to));
      if (!sender) throw new AmqpFailure('amqp:not-found', `There is no link to reply to '${request.reply_to}'.`);
      delivery.accept();
      try {
        const operation = String(request.application_properties?.operation);
        respond(sender, request.message_id, handle({ operation, body: request.body }));
      } catch (error) {
        const failure = asFailure(error);
        respond(sender, request.message_id, { status: failure.status }, failure);
      }
    } catch (error) {
      // It cannot be answered: too large to be kept, not to be read, or nowhere to answer to. Clients of request links
      // wait for responses and do not look at outcomes; the link's end they notice.
      const { condition, message } = asFailure(error);
      delivery.reject({ condition, description: message });
      receiver.close({ condition, description: message });
    }
  });
}

/** The token node: whoever reaches this broker may use it, so every token will do. */
export const acceptTokens: RequestHandler = ({ operation }) => {
  if (operation !== 'put-token') throw new AmqpFailure('amqp:not-implemented', `$cbs does not know ${operation}.`);
  return { status: 202 };
};
