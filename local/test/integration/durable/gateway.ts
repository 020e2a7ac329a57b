import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Gateway {
  /** The same account, reached through this gateway. */
  readonly connectionString: string;
  /** Cuts every connection and takes no new one until `open`. */
  close(): void;
  open(): void;
  stop(): void;
}

/** Test seam: a network that can fail, between a host and its storage account. */
export async function startGateway(connectionString: string): Promise<Gateway> {
  const sockets = new Set<Socket>();
  let isOpen = true;
  const forward = async (target: string): Promise<{ url: string; close(): void }> => {
    const { hostname, port, pathname } = new URL(target);
    const server = createServer((near) => {
      if (!isOpen) {
        near.destroy();
        return;
      }
      const far = connect(Number(port), hostname);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => sockets.delete(one));
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A TCP server's address is an AddressInfo.
    const { port: own } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${own}${pathname}`, close: () => server.close() };
  };
  const forwards: { close(): void }[] = [];
  const parts: string[] = [];
  for (const part of connectionString.split(';')) {
    const [, name, url] = /^(\w+Endpoint)=(.+)$/.exec(part) ?? [];
    if (!name || !url) parts.push(part);
    else {
      const forwarded = await forward(url);
      forwards.push(forwarded);
      parts.push(`${name}=${forwarded.url}`);
    }
  }
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    connectionString: parts.join(';'),
    close() {
      isOpen = false;
      cut();
    },
    open() {
      isOpen = true;
    },
    stop() {
      cut();
      for (const each of forwards) each.close();
    },
  };
}
