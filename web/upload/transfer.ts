import { pause } from '../api/pause.ts';
import { online } from '../api/request.ts';
import { planUpload, type UploadResponse } from '../api/uploads.ts';
import { blockId, commit, putBlock, StorageError } from './blocks.ts';
import type { Upload } from './uploads.ts';

/** A file that cannot be read any more, though it could when it was chosen. */
export class FileChanged extends Error {
  override readonly name = 'FileChanged';
}

export interface TransferHooks {
  status(status: 'checking' | 'uploading' | 'offline' | 'finishing'): void;
  sent(bytes: number): void;
}

export interface Transferred {
  readonly lessonId: string;
  /** When storage wrote it, in milliseconds. */
  readonly writtenAt: number;
}

const lanes = 3;
const patience = 6;
const renewBefore = 5 * 60_000;

/** Ids of blocks that were read already, by their place; kept over a pause, so that a file is read once. */
export type KnownIds = Map<number, string>;

/**
 * Uploads a file in blocks, three at a time, leaving out those that storage has already; then makes the blob of them.
 * Waits while offline, tries again what may pass, asks for a new address before the old one expires.
 * @throws ApiError (`already-there` among them), StorageError, FileChanged; the signal's reason.
 */
export async function transfer(
  file: File,
  upload: Upload,
  known: KnownIds,
  hooks: TransferHooks,
  signal: AbortSignal,
): Promise<Transferred> {
  const access = openAccess(upload, signal);
  const { blockBytes, stagedBlocks, lessonId, contentType, metadata } = await access();
  const staged = new Map(stagedBlocks.map(({ id, sizeBytes }) => [id, sizeBytes]));
  const count = Math.ceil(file.size / blockBytes);
  const onTheWay = new Map<number, number>();
  let settled = 0;
  const tell = () => hooks.sent(settled + [...onTheWay.values()].reduce((sum, bytes) => sum + bytes, 0));

  const block = async (index: number) => {
    const start = index * blockBytes;
    const size = Math.min(blockBytes, file.size - start);
    let id = known.get(index);
    let bytes: ArrayBuffer | undefined;
    if (id === undefined) {
      bytes = await read(file, start, size);
      id = await blockId(index, bytes);
      known.set(index, id);
    }
    if (staged.get(id) !== size) {
      bytes ??= await read(file, start, size);
      await send(id, bytes, index);
    }
    onTheWay.delete(index);
    settled += size;
    tell();
  };

  const send = (id: string, bytes: ArrayBuffer, index: number) =>
    stubbornly(async (attempt) => {
      hooks.status('uploading');
      const { url } = await access(attempt > 0);
      const progress = (sent: number) => {
        onTheWay.set(index, Math.min(sent, bytes.byteLength));
        tell();
      };
      await putBlock(url, id, bytes, progress, signal);
    });

  const stubbornly = async <T>(call: (attempt: number) => Promise<T>): Promise<T> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await call(attempt);
      } catch (error) {
        signal.throwIfAborted();
        if (!navigator.onLine) {
          hooks.status('offline');
          await online(signal);
          attempt = -1;
        } else if (mayPass(error) && attempt < patience) await pause(500 * 2 ** attempt, signal);
        else throw error;
      }
    }
  };

  if (staged.size > 0) hooks.status('checking');
  await inLanes(count, block);
  hooks.status('finishing');
  const ids = Array.from({ length: count }, (_, index) => known.get(index) ?? '');
  const writtenAt = await stubbornly(async (attempt) =>
    commit((await access(attempt > 0)).url, ids, { contentType, metadata }, signal),
  );
  return { lessonId, writtenAt };
}

// 403: the address has expired, which a new one mends. 0: no answer at all.
const mayPass = (error: unknown) =>
  error instanceof StorageError &&
  (error.status === 0 || error.status === 403 || error.status === 429 || error.status >= 500);

/** The address to upload to, asked for again when it is about to expire, or (`anew`) when it failed and may have. */
function openAccess(upload: Upload, signal: AbortSignal) {
  const { fileName, mark, replace, said } = upload;
  const ask = () =>
    planUpload(
      {
        site: said.site,
        fileName,
        sizeBytes: mark.size,
        replace,
        details: {
          consent: said.consent,
          ...(said.languages === undefined ? {} : { languages: said.languages }),
          ...(said.speakers === undefined ? {} : { speakers: said.speakers }),
          ...(said.educator === '' ? {} : { educator: said.educator }),
          ...(said.recordedOn ? { recordedOn: said.recordedOn } : {}),
        },
      },
      signal,
    );
  let asked: { readonly at: number; readonly plan: Promise<UploadResponse> } | undefined;
  return async (anew = false): Promise<UploadResponse> => {
    const now = Date.now();
    // Lanes that fail together ask once.
    const stale = asked === undefined || (anew && now - asked.at > 1000);
    if (stale || Date.parse((await asked?.plan)?.expiresAt ?? '') - now < renewBefore) asked = { at: now, plan: ask() };
    // Set by the line above where it was not.
    return (asked as NonNullable<typeof asked>).plan;
  };
}

async function read(file: File, start: number, size: number): Promise<ArrayBuffer> {
  try {
    return await file.slice(start, start + size).arrayBuffer();
  } catch (error) {
    throw new FileChanged('the file cannot be read', { cause: error });
  }
}

/** Runs `work` for 0 to `count` - 1, some at a time, in order; the first failure ends it. */
async function inLanes(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  let failed = false;
  const lane = async () => {
    while (next < count && !failed) {
      const index = next;
      next += 1;
      try {
        await work(index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: Math.min(lanes, count) }, lane));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
