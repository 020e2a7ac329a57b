import type { Typed } from 'rhea';
import { z } from 'zod';
import type { Entities, ReceivePoint } from './entities.ts';
import { AmqpFailure, asFailure } from './failure.ts';
import { maxMessageBytes } from './incoming.ts';
import type { Ingress } from './ingress.ts';
import { lockTokenBytes } from './lockToken.ts';
import { readMessage } from './message.ts';
import type { Delivered, Outcome } from './queue.ts';
import type { Request, RequestHandler, Response } from './requests.ts';
import { amqp } from './rheaTypes.ts';
import { addRuleBody, encodeRule, ruleOf } from './ruleCodec.ts';
import type { RuleSet } from './ruleSet.ts';

// AMQP's codes for the elements of an array.
const longCode = 0x81;
const timestampCode = 0x83;

const bytes = z.custom<Buffer>((value) => Buffer.isBuffer(value), 'expected binary');
/** rhea hands over 64-bit numbers beyond 2^53 as bytes; no sequence number is that high. */
const sequence = z.union([z.int(), bytes.transform(() => Number.MAX_SAFE_INTEGER)]);
const sequences = z.array(sequence).min(1).max(4500);
const lockToken = bytes.refine((token) => token.length === lockTokenBytes, 'a lock token has 16 bytes');

const bodies = {
  'com.microsoft:schedule-message': z.object({
    messages: z
      .array(z.object({ message: bytes }))
      .min(1)
      .max(4500),
  }),
  'com.microsoft:cancel-scheduled-message': z.object({ 'sequence-numbers': sequences }),
  'com.microsoft:peek-message': z.object({
    'from-sequence-number': sequence,
    'message-count': z.int().min(1),
    'session-id': z.string().nullish(),
    'omit-message-body': z.boolean().nullish(),
  }),
  'com.microsoft:renew-session-lock': z.object({ 'session-id': z.string() }),
  'com.microsoft:get-session-state': z.object({ 'session-id': z.string() }),
  'com.microsoft:set-session-state': z.object({ 'session-id': z.string(), 'session-state': bytes.nullish() }),
  'com.microsoft:renew-lock': z.object({ 'lock-tokens': z.array(lockToken).min(1) }),
  'com.microsoft:receive-by-sequence-number': z.object({
    'sequence-numbers': sequences,
    'receiver-settle-mode': z.int().min(0).max(1),
  }),
  'com.microsoft:update-disposition': z.object({
    'lock-tokens': z.array(lockToken).min(1),
    'disposition-status': z.enum(['completed', 'abandoned', 'suspended', 'defered']),
    'deadletter-reason': z.string().nullish(),
    'deadletter-description': z.string().nullish(),
    'properties-to-modify': z.record(z.string(), z.unknown()).nullish(),
  }),
  'com.microsoft:add-rule': addRuleBody,
  'com.microsoft:remove-rule': z.object({ 'rule-name': z.string() }),
  'com.microsoft:enumerate-rules': z.object({ top: z.int().min(1), skip: z.int().min(0) }),
};
type Operation = keyof typeof bodies;

function bodyOf<Name extends Operation>(name: Name, body: unknown): z.output<(typeof bodies)[Name]> {
  const parsed = bodies[name].safeParse(body);
  if (parsed.success) return parsed.data as z.output<(typeof bodies)[Name]>; // TypeScript loses the key in the union.
  throw new AmqpFailure('com.microsoft:argument-error', `${name}: ${z.prettifyError(parsed.error)}`);
}

const longs = (numbers: readonly number[]): Typed => amqp.wrap_array(numbers, longCode, undefined);

/** What a management node stands for: the way in, the receiving side, or both. */
interface Node {
  readonly ingress: () => Ingress;
  readonly point: () => ReceivePoint;
  readonly rules: () => RuleSet;
}

function schedule({ ingress }: Node, body: unknown): Response {
  const { messages } = bodyOf('com.microsoft:schedule-message', body);
  const total = messages.reduce((sum, { message }) => sum + message.length, 0);
  if (total > maxMessageBytes) {
    throw new AmqpFailure(
      'amqp:link:message-size-exceeded',
      `The messages to schedule (size:${total} bytes) exceed the limit (${maxMessageBytes} bytes).`,
    );
  }
  const scheduled = ingress().send(messages.map(({ message }) => readMessage(message)));
  return { status: 200, body: { 'sequence-numbers': longs(scheduled) } };
}

function cancel({ ingress }: Node, body: unknown): Response {
  ingress().cancel(bodyOf('com.microsoft:cancel-scheduled-message', body)['sequence-numbers']);
  return { status: 200, body: {} };
}

function peek({ point }: Node, body: unknown): Response {
  const asked = bodyOf('com.microsoft:peek-message', body);
  const { queue, dead } = point();
  const found = queue.peek(dead, asked['from-sequence-number'], asked['message-count'], {
    ...(asked['session-id'] != null && { sessionId: asked['session-id'] }),
    withBody: asked['omit-message-body'] !== true,
  });
  if (found.length === 0) return { status: 204 };
  return { status: 200, body: { messages: found.map((message) => ({ message })) } };
}

function renew({ point }: Node, body: unknown): Response {
  const { queue, dead } = point();
  const until = bodyOf('com.microsoft:renew-lock', body)['lock-tokens'].map((token) => queue.renew(dead, token));
  return { status: 200, body: { expirations: amqp.wrap_array(until, timestampCode, undefined) } };
}

function receiveDeferred({ point }: Node, body: unknown): Response {
  const asked = bodyOf('com.microsoft:receive-by-sequence-number', body);
  const { queue, dead } = point();
  const found: Delivered[] = queue.receiveDeferred(dead, asked['sequence-numbers']);
  if (asked['receiver-settle-mode'] === 0) {
    for (const { token } of found) queue.settle(dead, token, { kind: 'complete' });
  }
  const messages = found.map(({ token, encoded }) => ({ message: encoded, 'lock-token': amqp.wrap_uuid(token) }));
  return { status: 200, body: { messages } };
}

function updateDisposition({ point }: Node, body: unknown): Response {
  const asked = bodyOf('com.microsoft:update-disposition', body);
  const properties = asked['properties-to-modify'] ?? {};
  const outcomes: Record<(typeof asked)['disposition-status'], Outcome> = {
    completed: { kind: 'complete' },
    abandoned: { kind: 'abandon', properties },
    defered: { kind: 'defer', properties },
    suspended: {
      kind: 'deadLetter',
      reason: asked['deadletter-reason'] ?? undefined,
      description: asked['deadletter-description'] ?? undefined,
      properties,
    },
  };
  const { queue, dead } = point();
  for (const token of asked['lock-tokens']) queue.settle(dead, token, outcomes[asked['disposition-status']]);
  return { status: 200, body: {} };
}

function renewSession({ point }: Node, body: unknown): Response {
  const { 'session-id': sessionId } = bodyOf('com.microsoft:renew-session-lock', body);
  return { status: 200, body: { expiration: amqp.wrap_timestamp(point().queue.sessions.renew(sessionId)) } };
}

function sessionState({ point }: Node, body: unknown): Response {
  const { 'session-id': sessionId } = bodyOf('com.microsoft:get-session-state', body);
  return { status: 200, body: { 'session-state': point().queue.sessions.state(sessionId) ?? null } };
}

function setSessionState({ point }: Node, body: unknown): Response {
  const { 'session-id': sessionId, 'session-state': state } = bodyOf('com.microsoft:set-session-state', body);
  point().queue.sessions.setState(sessionId, state ?? undefined);
  return { status: 200, body: {} };
}

function addRule({ rules }: Node, body: unknown): Response {
  rules().add(ruleOf(bodyOf('com.microsoft:add-rule', body)));
  return { status: 200, body: {} };
}

function removeRule({ rules }: Node, body: unknown): Response {
  rules().remove(bodyOf('com.microsoft:remove-rule', body)['rule-name']);
  return { status: 200, body: {} };
}

function enumerateRules({ rules }: Node, body: unknown): Response {
  const { skip, top } = bodyOf('com.microsoft:enumerate-rules', body);
  const page = rules()
    .list()
    .slice(skip, skip + top);
  if (page.length === 0) return { status: 204 };
  return { status: 200, body: { rules: page.map(({ rule, createdAt }) => encodeRule(rule.definition, createdAt)) } };
}

const operations: Record<Operation, (node: Node, body: unknown) => Response> = {
  'com.microsoft:schedule-message': schedule,
  'com.microsoft:cancel-scheduled-message': cancel,
  'com.microsoft:peek-message': peek,
  'com.microsoft:renew-lock': renew,
  'com.microsoft:receive-by-sequence-number': receiveDeferred,
  'com.microsoft:update-disposition': updateDisposition,
  'com.microsoft:renew-session-lock': renewSession,
  'com.microsoft:get-session-state': sessionState,
  'com.microsoft:set-session-state': setSessionState,
  'com.microsoft:add-rule': addRule,
  'com.microsoft:remove-rule': removeRule,
  'com.microsoft:enumerate-rules': enumerateRules,
};

/**
 * The management node of an entity.
 * @param address without /$management
 * @throws AmqpFailure not-found
 */
export function managementOf(entities: Entities, address: string): RequestHandler {
  const node: Node = {
    ingress: () => entities.ingressAt(address),
    point: () => entities.receivePointAt(address),
    rules: () => entities.rulesAt(address),
  };
  try {
    node.ingress();
  } catch (error) {
    if (asFailure(error).condition === 'amqp:not-found') throw error;
  }
  return ({ operation, body }: Request) => {
    if (!Object.hasOwn(operations, operation)) {
      throw new AmqpFailure('amqp:not-implemented', `This broker does not know the operation ${operation}.`);
    }
    return operations[operation as Operation](node, body); // It is one: just checked.
  };
}
