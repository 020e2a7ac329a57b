import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ListeningServer, listen, type RequestHandler } from '../../../host/server.ts';

const pace = { headers: 300, body: { bytes: 100, milliseconds: 1500 } };
const sockets = new Set<Socket>();
let server: ListeningServer;
let handle: RequestHandler;

beforeEach(async () => {
  server = await listen('127.0.0.1', 0, (request, response) => handle(request, response), pace);
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await server.close(0);
});

async function call(text: string): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  sockets.add(socket);
  socket.on('error', () => undefined); // a cut connection is what is looked for
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

/** Sends a few bytes at a time until there are no more, or the connection is cut; gives whether it was. */
async function trickle(socket: Socket, bytes: number, times: number): Promise<boolean> {
  const piece = Buffer.alloc(bytes);
  for (let count = 0; count < times && !socket.closed; count += 1) {
    socket.write(piece);
    await pause(20);
  }
  return socket.closed;
}

const post = (length: number) => `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`;

describe('a caller', () => {
  it('that never ends its headers is told 408, and its connection is closed', async () => {
    const socket = await call('GET / HTTP/1.1\r\nHost: a\r\n');
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /);
    await once(socket, 'close');
  });

  it('that sends its body byte by byte is cut off', async () => {
    handle = (request, response) =>
      request
        .on('error', () => undefined)
        .resume()
        .on('end', () => response.end());
    const socket = await call(post(1000));
    expect(await trickle(socket, 1, 200)).toBe(true);
  });

  it('that sends its body at the pace is heard to the end', async () => {
    handle = (request, response) => request.resume().on('end', () => response.end('whole'));
    const socket = await call(post(1000));
    const answered = once(socket, 'data');
    expect(await trickle(socket, 50, 20)).toBe(false);
    expect(String(await answered)).toContain('whole');
  });

  it('waits for as long as the function leaves its body alone', async () => {
    handle = (request, response) => void pause(2000).then(() => request.resume().on('end', () => response.end('late')));
    const [answer] = await once(await call(post(200_000) + 'x'.repeat(200_000)), 'data');
    expect(String(answer)).toContain('late');
  });
});
