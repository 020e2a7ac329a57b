import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The least that shows the same text and answers the same click: one HTML file without styles, from node:http. */
export async function startBarePage(rows: readonly string[]): Promise<AsyncDisposable & { readonly url: string }> {
  const items = rows.map((row) => `<li><article class="lesson">${escaped(row)} <button>Details</button></article>`);
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Lessons</title>
<dialog>Details</dialog>
<script>addEventListener('click', () => document.querySelector('dialog').showModal())</script>
<ul class="lessons">${items.join('\n')}</ul></html>`;
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is always an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
