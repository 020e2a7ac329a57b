/** Where a request goes: to the functions, to the storage account, or nowhere. */
export type Destination = 'app' | 'blobs' | 'nowhere';

export interface BlobRoutes {
  /** The storage account's name, with which the path of each of its addresses begins. */
  readonly account: string;
  /** Containers that browsers read and write by signed addresses. */
  readonly containers: readonly string[];
}

const blobMethods: readonly string[] = ['GET', 'HEAD', 'PUT', 'OPTIONS'];

/**
 * Where a request goes by its method and target (path and query, as it stands in the request). As Azure's Front Door in
 * our templates: signed addresses of a few containers to storage, nothing to what the host has for itself.
 */
export function destinationOf(method: string, target: string, { account, containers }: BlobRoutes): Destination {
  if (!target.startsWith('/')) return 'nowhere';
  const url = URL.parse(`http://door${target}`);
  const path = url === null ? undefined : decoded(url.pathname);
  if (url === null || path === undefined) return 'app'; // which says what is wrong with it
  const [, first = '', container = '', blob = ''] = path.split('/');
  if (first === account) {
    const signed = containers.includes(container) && blob !== '' && url.searchParams.has('sig');
    return signed && blobMethods.includes(method) ? 'blobs' : 'nowhere';
  }
  return /^\/*(?:admin|runtime)(?:\/|$)/i.test(path) ? 'nowhere' : 'app';
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
