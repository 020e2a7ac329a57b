import type { Receiver, Session } from 'rhea';
import { describe, expect, it } from 'vitest';
import { guardSession, rawMessageOf } from '../../../servicebus/incoming.ts';
import type { TransferFrame } from '../../../servicebus/rheaInternals.ts';

/** Stands in for rhea's session: notes what would reach it. */
function guarded() {
  const link = {} as Receiver; // Only its identity counts.
  const passed: number[] = [];
  const formats: unknown[] = [];
  const session = {
    _get_link: () => link,
    on_transfer: ({ payload, performative }: TransferFrame) => {
      passed.push(payload?.length ?? 0);
      formats.push(performative.message_format);
    },
    on_disposition: () => undefined,
  };
  guardSession(session as unknown as Session);
  const send = (bytes: number, more: boolean, message_format?: number) =>
    session.on_transfer({ performative: { message_format, more }, payload: Buffer.alloc(bytes) });
  return { link, passed, formats, send, session: session as unknown as Record<string, (frame: object) => void> };
}

describe('a guarded session', () => {
  it('keeps nothing of a message behind its 256th kilobyte, and counts the next message anew', () => {
    const { link, passed, send } = guarded();
    for (let part = 0; part < 9; part += 1) send(60_000, true, 0);
    send(60_000, false);
    expect(passed).toEqual([60_000, 60_000, 60_000, 60_000, 0, 0, 0, 0, 0, 0]);
    expect(() => rawMessageOf(link, Buffer.alloc(240_000), 1)).toThrow(/size:600000 bytes/);
    send(262_144, false, 0);
    expect(passed.at(-1)).toBe(262_144);
    expect(rawMessageOf(link, Buffer.alloc(262_144), 1)).toMatchObject({ batch: false });
  });

  it('has rhea leave messages undecoded, and batches what they are', () => {
    const { formats, send } = guarded();
    send(1, false, 0);
    send(1, false, 0x8001_3700);
    expect(formats).toEqual([1, 0x8001_3700]);
  });

  it('refuses a disposition for more deliveries than can be open, which rhea would count through', () => {
    const { session } = guarded();
    expect(() => session.on_disposition?.({ performative: { first: 0, last: 4_000_000_000 } })).toThrow(/more than/);
    session.on_disposition?.({ performative: { first: 5, last: null } });
  });
});
