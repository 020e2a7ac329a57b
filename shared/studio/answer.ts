import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { Problem } from '../api/problem.ts';
import { storageOrigin } from '../storage/publicAddress.ts';
import type { openStudio } from './files.ts';
import { forEver, securityHeaders } from './headers.ts';

/** Answers a GET of the studio's page or of one of its files. @throws Problem 404 for everything else. */
export async function studioAnswer(
  find: ReturnType<typeof openStudio>,
  request: HttpRequest,
): Promise<HttpResponseInit> {
  const path = new URL(request.url).pathname;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const file = isRead && !path.startsWith('/api/') ? await find(path) : null;
  // Who follows an address in a browser gets a page, which says that it leads nowhere.
  const followed = isRead && !path.startsWith('/api/') && (request.headers.get('accept') ?? '').includes('text/html');
  const shown = file ?? (followed ? await find('/') : null);
  if (shown === null) {
    throw new Problem(404, 'not-found', 'There is nothing here', 'The API is described at /api/openapi.json.');
  }
  const small = (request.headers.get('accept-encoding') ?? '').split(',').some((name) => name.trim() === 'gzip');
  return {
    status: file === null ? 404 : 200,
    headers: {
      ...securityHeaders(await storageOrigin()),
      'content-type': shown.contentType,
      'cache-control': shown.hashed ? forEver : 'no-cache',
      vary: 'accept-encoding',
      ...(small ? { 'content-encoding': 'gzip' } : {}),
    },
    body: await (small ? shown.gzipped() : shown.plain()),
  };
}
