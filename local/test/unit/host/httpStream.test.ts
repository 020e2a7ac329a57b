import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import type { Invoker } from '../../../host/invoke.ts';
import { listen } from '../../../host/server.ts';
import { createStreamProxy } from '../../../host/triggers/httpStream.ts';

// As the library's server does to an idle connection at the moment in which the next request is sent on it.
it('a connection that the library closes while a request is on its way fails no call', async () => {
  const seen = new WeakSet();
  const library = createServer((request, response) => {
    if (seen.has(request.socket)) request.socket.destroy();
    else response.end('answered');
    seen.add(request.socket);
  });
  await new Promise<void>((resolve) => {
    library.listen(0, '127.0.0.1', resolve);
  });
  const { port } = library.address() as AddressInfo; // It listens on a port, not on a pipe.
  const proxy = createStreamProxy(`http://127.0.0.1:${port}`);
  const fakeInvoker: Invoker = { running: 0, invoke: async () => ({}), idle: async () => undefined };
  const definition = { name: 'f', id: 'f', directory: '.', rpc: {}, trigger: {}, inputs: [], outputs: [] } as never;
  const host = await listen('127.0.0.1', 0, (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    proxy.run({ definition, params: {}, request, response, url }, fakeInvoker).catch(() => {
      response.writeHead(500).end();
    });
  });
  try {
    for (let call = 0; call < 3; call += 1) {
      const answer = await fetch(`http://127.0.0.1:${host.port}/`);
      expect([answer.status, await answer.text()]).toEqual([200, 'answered']);
    }
  } finally {
    proxy.close();
    await host.close(0);
    library.close();
  }
});
