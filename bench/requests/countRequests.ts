import { z } from 'zod';

const toldSchema = z.object({
  sent: z.string(),
  to: z.string(),
  path: z.string(),
  isQuery: z.boolean(),
  sizeBytes: z.number(),
});

/** Where the services of a local cloud are: host and port of each, as requests name them. */
export interface Addresses {
  readonly cosmos: string;
  readonly blob: string;
}

/** How many requests of each kind a process sent, without those of the task hub: in Azure another program sends them. */
export interface Requests {
  databaseReads: number;
  databaseQueries: number;
  databaseWrites: number;
  /** Of the documents written, each counted as begun kilobytes. */
  databaseWrittenKilobytes: number;
  blobReads: number;
  blobWrites: number;
  blobLists: number;
}

const noRequests = (): Requests => ({
  databaseReads: 0,
  databaseQueries: 0,
  databaseWrites: 0,
  databaseWrittenKilobytes: 0,
  blobReads: 0,
  blobWrites: 0,
  blobLists: 0,
});

/** Counts what `tellRequests.ts` told among a process's lines; requests to other services are left out. */
export function countRequests(lines: readonly string[], addresses: Addresses): Requests {
  const requests = noRequests();
  for (const line of lines) {
    const from = line.indexOf('{"sent":');
    if (from < 0) continue;
    const told = toldSchema.parse(JSON.parse(line.slice(from)));
    if (told.to === addresses.cosmos) countDatabase(requests, told);
    else if (told.to === addresses.blob) countBlob(requests, told);
  }
  return requests;
}

type Told = z.infer<typeof toldSchema>;

function countDatabase(requests: Requests, { sent, path, isQuery, sizeBytes }: Told): void {
  // The account, the database and the containers are read once a process, not once a lesson.
  if (!path.includes('/docs')) return;
  if (isQuery) requests.databaseQueries += 1;
  else if (sent === 'GET') requests.databaseReads += 1;
  else {
    requests.databaseWrites += 1;
    requests.databaseWrittenKilobytes += Math.max(1, Math.ceil(sizeBytes / 1000));
  }
}

function countBlob(requests: Requests, { sent, path }: Told): void {
  const [, container = ''] = /^\/[^/]+\/([^/?]+)/.exec(path) ?? [];
  if (!['videos', 'media', 'transcripts', 'work'].includes(container)) return;
  if (/[?&]comp=list(&|$)/.test(path)) requests.blobLists += 1;
  else if (sent === 'GET' || sent === 'HEAD') requests.blobReads += 1;
  else requests.blobWrites += 1;
}
