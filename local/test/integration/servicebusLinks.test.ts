import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import rhea, { type Delivery, type EventContext, type Sender } from 'rhea';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must, type RunningBroker, runBroker } from '../../fixtures/servicebusBroker.ts';
import { outcomes, roomInSession, settleForGood } from '../../servicebus/rheaInternals.ts';

let broker: RunningBroker;
beforeAll(async () => {
  broker = await runBroker({ Queues: [{ Name: 'q' }] });
});
afterAll(() => broker.stop());

/** Resolves with the context of the next such event; rhea's events have one. */
const next = async (emitter: NodeJS.EventEmitter, name: string) => (await once(emitter, name))[0] as EventContext;

describe('a receiving link', () => {
  it('is told that it is drained also when its last credit was used up on the way', async () => {
    await broker.client.createSender('q').sendMessages({ body: 'last' });
    const connection = rhea.create_container().connect({ port: broker.port, host: '127.0.0.1', reconnect: false });
    const receiver = connection.open_receiver({ source: 'q', credit_window: 0, autoaccept: false });
    receiver.add_credit(1);
    const { delivery } = await next(receiver, 'message');
    must(delivery).accept();
    receiver.drain_credit();
    await once(receiver, 'receiver_drained');
    connection.close();
  });

  it('may settle at once, refuse, release or say nothing of how it went', async () => {
    const connection = rhea.create_container().connect({ port: broker.port, host: '127.0.0.1', reconnect: false });
    const receiver = connection.open_receiver({ source: 'q', credit_window: 0, autoaccept: false });
    const sender = broker.client.createSender('q');
    const deliver = async () => {
      receiver.add_credit(1);
      const { delivery, message } = await next(receiver, 'message');
      return { delivery: must(delivery), count: must(message).delivery_count };
    };
    await sender.sendMessages({ body: 'x' });
    (await deliver()).delivery.release();
    const silent = await deliver();
    expect(silent.count).toBe(0);
    silent.delivery.update(true);
    const refused = await deliver();
    expect(refused.count).toBe(0);
    refused.delivery.reject({ condition: 'amqp:internal-error', description: 'cannot' });
    const dead = broker.client.createReceiver('q', { subQueueType: 'deadLetter', receiveMode: 'receiveAndDelete' });
    const [letter] = await dead.receiveMessages(1, { maxWaitTimeInMs: 5000 });
    expect(letter).toMatchObject({ body: 'x', deadLetterErrorDescription: 'cannot' });
    connection.close();
  });
});

describe('a settled delivery', () => {
  it('leaves its room in the session although a receiver that settles second does not confirm it', async () => {
    const container = rhea.create_container();
    const server = container.listen({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // A TCP server's.
    const opened = next(container, 'sender_open');
    const client = rhea.create_container().connect({ port, host: '127.0.0.1', reconnect: false });
    const receiver = client.open_receiver({ source: 'any', autoaccept: false, rcv_settle_mode: 1 });
    receiver.on('message', ({ delivery }: { delivery: Delivery }) => delivery.accept());
    const sender: Sender = must((await opened).sender);
    await once(sender, 'sendable');
    const room = roomInSession(sender);
    sender.send(Buffer.from([0x00, 0x53, 0x77, 0x40]), 'tag', 0);
    expect(roomInSession(sender)).toBe(room - 1);
    const { delivery } = await next(sender, 'accepted');
    settleForGood(must(delivery), outcomes.accepted().described());
    await once(receiver, 'settled');
    expect(roomInSession(sender)).toBe(room);
    client.close();
    server.close();
  });
});
