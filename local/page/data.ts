import type { IncomingMessage } from 'node:http';
import { CosmosClient } from '@azure/cosmos';
import { TableClient, TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { z } from 'zod';
import { addressOf, type Cloud } from './cloud.ts';
import type { DataShown } from './shown.ts';
import { inputOf, needed, PageError, Stream, type View } from './view.ts';

const blobsMax = 10_000;
const rowsMax = 200;
const previewBytes = 64 * 1024;
const uploadBytesMax = 10 * 1024 ** 3;
const pictures = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);
const asked = z.object({ place: z.string(), query: z.string().max(10_000).default('') });

/** What is kept: blobs, tables and the containers of Cosmos DB. */
export function dataView(cloud: Cloud): View {
  const storage = () => addressOf(cloud, 'storage', 'Storage');
  const blobs = () => BlobServiceClient.fromConnectionString(storage());
  const cosmos = () => new CosmosClient(addressOf(cloud, 'cosmos', 'Cosmos DB'));
  const blobOf = (query: URLSearchParams) => {
    const name = needed(query, 'name');
    // In an address these lead elsewhere, to another container for one; the SDK turns a backslash there.
    if (/(?:^|[\\/])\.{1,2}(?:[\\/]|$)/.test(name)) throw new PageError(400, 'A name has no parts "." and "..".');
    return blobs().getContainerClient(needed(query, 'place')).getBlockBlobClient(name);
  };

  async function places(): Promise<DataShown['places']> {
    const found: { kind: 'blobs' | 'table' | 'cosmos'; name: string }[] = [];
    const { storage: connection, cosmos: database } = cloud.addresses();
    if (connection !== undefined) {
      for await (const { name } of blobs().listContainers()) found.push({ kind: 'blobs', name });
      const tables = TableServiceClient.fromConnectionString(connection, { allowInsecureConnection: true });
      for await (const { name = '' } of tables.listTables()) found.push({ kind: 'table', name });
    }
    if (database !== undefined) {
      const client = cosmos();
      for (const { id } of (await client.databases.readAll().fetchAll()).resources)
        for (const container of (await client.database(id).containers.readAll().fetchAll()).resources)
          found.push({ kind: 'cosmos', name: `${id}/${container.id}` });
      client.dispose();
    }
    return found;
  }

  async function list(place: string, prefix: string): Promise<Pick<DataShown, 'blobs' | 'more'>> {
    const found: DataShown['blobs'][number][] = [];
    for await (const { name, properties } of blobs().getContainerClient(place).listBlobsFlat({ prefix })) {
      if (found.length >= blobsMax) return { blobs: found, more: true };
      const { contentLength = 0, contentType = '', lastModified } = properties;
      found.push({ name, sizeBytes: contentLength, type: contentType, modified: lastModified.toISOString() });
    }
    return { blobs: found, more: false };
  }

  return {
    async shows(query): Promise<DataShown> {
      const all = await places();
      const place = query.get('place') ?? '';
      const isThere = query.get('kind') === 'blobs' && all.some(({ kind, name }) => kind === 'blobs' && name === place);
      return { places: all, ...(isThere ? await list(place, query.get('prefix') ?? '') : { blobs: [], more: false }) };
    },
    reads: {
      /** The beginning of a text, or whether it is a picture. */
      async preview(query) {
        const { contentLength = 0, contentType = '', metadata } = await blobOf(query).getProperties();
        if (pictures.has(contentType)) return { kind: 'picture', contentType, contentLength, metadata };
        // Of nothing no range can be asked for.
        const start =
          contentLength === 0
            ? Buffer.alloc(0)
            : await blobOf(query).downloadToBuffer(0, Math.min(contentLength, previewBytes));
        const text = start.toString('utf8');
        const isText = !start.includes(0) && !text.slice(0, -3).includes('\uFFFD');
        return { kind: isText ? 'text' : 'bytes', text: isText ? text : '', contentType, contentLength, metadata };
      },
      async picture(query) {
        const { contentType = '' } = await blobOf(query).getProperties();
        if (!pictures.has(contentType)) throw new PageError(415, 'This blob is no picture.');
        return bodyOf(query, { 'content-type': contentType });
      },
      download: async (query) => {
        // Characters that stay in addresses and mean something in a header.
        const file = encodeURIComponent(
          needed(query, 'name')
            .split('/')
            .findLast((each) => each !== '') ?? 'blob',
        ).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
        // Nothing that is kept may run here as a page.
        return bodyOf(query, {
          'content-type': 'application/octet-stream',
          'content-disposition': `attachment; filename*=UTF-8''${file}`,
        });
      },
    },
    uploads: {
      async blob(query, request) {
        const type = request.headers['content-type'] ?? 'application/octet-stream';
        const size = Number(request.headers['content-length'] ?? Number.NaN);
        if (!(size <= uploadBytesMax))
          throw new PageError(413, `A file has at most ${uploadBytesMax} bytes, and says how many.`);
        await blobOf(query).uploadStream(request satisfies IncomingMessage, 4 * 1024 * 1024, 2, {
          blobHTTPHeaders: { blobContentType: type },
        });
        return {};
      },
    },
    actions: {
      /** The first entities that a filter (OData) lets through. */
      async table(input) {
        const { place, query } = inputOf(asked, input);
        const client = TableClient.fromConnectionString(storage(), place, { allowInsecureConnection: true });
        const filter = query.trim() === '' ? {} : { queryOptions: { filter: query } };
        const pages = client.listEntities(filter).byPage({ maxPageSize: rowsMax });
        for await (const page of pages) return { rows: page, more: page.continuationToken !== undefined };
        return { rows: [], more: false };
      },
      async cosmos(input) {
        const { place, query } = inputOf(asked, input);
        const [database = '', container = ''] = place.split('/');
        const client = cosmos();
        try {
          const items = client.database(database).container(container).items;
          const { resources } = await items
            .query(query.trim() || 'SELECT * FROM c', { maxItemCount: rowsMax + 1 })
            .fetchNext();
          return { rows: (resources ?? []).slice(0, rowsMax), more: (resources ?? []).length > rowsMax };
        } catch (error) {
          throw new PageError(400, error instanceof Error ? error.message.slice(0, 1000) : String(error));
        } finally {
          client.dispose();
        }
      },
    },
  };

  async function bodyOf(query: URLSearchParams, headers: Record<string, string>): Promise<Stream> {
    const { readableStreamBody, contentLength = 0 } = await blobOf(query).download();
    if (readableStreamBody === undefined) throw new PageError(502, 'The blob has no body.');
    return new Stream({ ...headers, 'content-length': String(contentLength) }, readableStreamBody);
  }
}
