import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The least that answers a POST over HTTP in Node: reads the body, gives back a fixed JSON. The baseline of predictions.
const body = JSON.stringify({ predictions: [{ question: 'Why did it sink?', label: 'OEQ' }] });
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
});
server.listen(0, '127.0.0.1', () => {
  // A TCP server's address is always an AddressInfo.
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}/` })}\n`);
});
process.once('SIGTERM', () => process.exit());
