/** Storage's answer to a request that is no success; status 0 when none came. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly status: number;

  constructor(status: number, options?: ErrorOptions) {
    super(`storage answered ${status}`, options);
    this.status = status;
  }
}

const indexDigits = 6;
const hashDigits = 40;

/**
 * The Base64 id of a block: its place in the file and a hash of its bytes. A block that storage has under this id is
 * therefore this block of this file, and other bytes are never mixed in. All ids have one length, as storage asks.
 */
export async function blockId(index: number, bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return btoa(`${String(index).padStart(indexDigits, '0')}-${hex.slice(0, hashDigits)}`);
}

/**
 * Puts one block. `progress` gets the bytes that are on their way.
 * XMLHttpRequest, because fetch does not tell how much of a body is sent.
 * @throws StorageError; the signal's reason.
 */
export function putBlock(
  url: string,
  id: string,
  bytes: ArrayBuffer,
  progress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const call = new XMLHttpRequest();
    const abort = () => call.abort();
    signal.addEventListener('abort', abort, { once: true });
    call.open('PUT', `${url}&comp=block&blockid=${encodeURIComponent(id)}`);
    call.upload.onprogress = ({ loaded }) => progress(loaded);
    call.onabort = () => reject(signal.reason);
    call.onerror = () => reject(new StorageError(0));
    call.onload = () => (call.status === 201 ? resolve() : reject(new StorageError(call.status)));
    call.onloadend = () => signal.removeEventListener('abort', abort);
    call.send(bytes);
  });
}

/**
 * Makes the blob of its blocks. @returns when storage says that it was written, in milliseconds.
 * @throws StorageError; the signal's reason.
 */
export async function commit(
  url: string,
  ids: readonly string[],
  about: { readonly contentType: string; readonly metadata: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<number> {
  const metadata = Object.entries(about.metadata).map(([name, value]) => [`x-ms-meta-${name}`, value]);
  // Base64 has no character that XML minds.
  const list = ids.map((id) => `<Latest>${id}</Latest>`).join('');
  let answer: Response;
  try {
    answer = await fetch(`${url}&comp=blocklist`, {
      method: 'PUT',
      headers: {
        ...Object.fromEntries(metadata),
        'x-ms-blob-content-type': about.contentType,
        'content-type': 'text/xml',
      },
      body: `<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`,
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new StorageError(0, { cause: error });
  }
  if (answer.status !== 201) throw new StorageError(answer.status);
  return Date.parse(answer.headers.get('last-modified') ?? '') || Date.now();
}
