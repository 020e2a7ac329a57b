import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isLoopback } from '../host/address.ts';

/** What a caller may: nothing, call as nobody in particular, or say who has signed in. */
export type Standing = 'refused' | 'nobody' | 'signs-in';

/** @param address the other end of the connection, which cannot be made up as a header can */
export type Callers = (address: string) => Promise<Standing>;

/**
 * Without a proxy everybody may do everything, so only this machine may call: from within a container that is the
 * gateway of its network, which stands for the machine that publishes the port.
 */
export function machineAlone(gateways: () => Promise<readonly string[]> = readGateways): Callers {
  return async (address) =>
    isLoopback(bare(address)) || (await gateways()).includes(bare(address)) ? 'nobody' : 'refused';
}

const lookedUpForMilliseconds = 5000;

type Find = (name: string) => Promise<readonly { readonly address: string }[]>;
const findAll: Find = (name) => lookup(name, { all: true });

/**
 * With a proxy anybody may call, and it alone says who they are.
 * @param proxy its name in the network, or its address; a container that is started anew has another one
 */
export function behindProxy(proxy: string, find = findAll): Callers {
  let known: { readonly addresses: readonly string[]; readonly until: number } | undefined;
  return async (address) => {
    if (known === undefined || known.until < Date.now()) {
      const found = await find(proxy).catch((error: NodeJS.ErrnoException) => {
        // While it is not up nobody speaks for it.
        if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return [];
        throw error;
      });
      known = { addresses: found.map((each) => each.address), until: Date.now() + lookedUpForMilliseconds };
    }
    return known.addresses.includes(bare(address)) ? 'signs-in' : 'nobody';
  };
}

const bare = (address: string) => address.replace(/^::ffff:/i, '');

/** Gateways of this machine's IPv4 networks, by Linux' table of routes; none on another system. */
async function readGateways(): Promise<string[]> {
  try {
    return gatewaysIn(await readFile('/proc/net/route', 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Linux writes addresses in hexadecimal, the last byte first: 0100000A is 10.0.0.1. */
export function gatewaysIn(routes: string): string[] {
  const hexadecimal = routes.split('\n').flatMap((line) => /^\S+\t00000000\t([0-9A-F]{8})\t/.exec(line)?.[1] ?? []);
  return hexadecimal.map((text) => [...Buffer.from(text, 'hex').reverse()].join('.'));
}
