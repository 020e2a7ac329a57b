import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

// Loaded before a process's own code: writes one line for each HTTP request that the process sends, before its body goes.
// What is counted is what the code asks for, whichever library asks.
subscribe('http.client.request.start', (message) => {
  // The channel's messages are documented to hold the request.
  const { request } = message as { request: ClientRequest };
  const isQuery = request.getHeader('x-ms-documentdb-isquery') !== undefined;
  const sizeBytes = Number(request.getHeader('content-length') ?? 0);
  const told = { sent: request.method, to: request.getHeader('host'), path: request.path, isQuery, sizeBytes };
  process.stdout.write(`${JSON.stringify(told)}\n`);
});
