import { Readable } from 'node:stream';
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';
import { Zip, type ZipInputFile } from 'fflate';

/** A file of an archive; its text is asked for when its turn comes. */
export interface ZipFile {
  readonly name: string;
  readonly text: string | AsyncIterable<string>;
}

/** What the format holds without its 64-bit extension, which the library has not: files, and bytes. */
const zipLimits = { files: 65_535, bytes: 4_294_967_295 } as const;

/** In the format's own numbers. */
const deflated = 8;

/**
 * An archive of files, made while it is read: nothing is kept but one file and the list of names.
 * @throws RangeError where there are more files or bytes than `zipLimits`: a part is never taken for the whole
 */
export async function* zipOf(
  files: AsyncIterable<ZipFile>,
  limits: { readonly files: number; readonly bytes: number } = zipLimits,
): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let failure: Error | null = null;
  let bytes = 0;
  let count = 0;
  const zip = new Zip((error, piece) => {
    failure ??= error;
    if (piece !== undefined) ready.push(piece);
  });
  function* given() {
    if (failure !== null) throw failure;
    for (const piece of ready) bytes += piece.length;
    if (bytes > limits.bytes || count > limits.files) throw new RangeError('The archive is too large.');
    yield* ready;
    ready = [];
  }
  for await (const { name, text } of files) {
    count += 1;
    const file: ZipInputFile = { filename: name, compression: deflated, size: 0, crc: 0 };
    zip.add(file);
    for await (const piece of typeof text === 'string' ? [deflatedWhole(text, file)] : deflatedPieces(text, file)) {
      file.ondata?.(null, piece, false);
      yield* given();
    }
    file.ondata?.(null, new Uint8Array(0), true);
    yield* given();
  }
  zip.end();
  yield* given();
}

// The platform's own compression: the library's takes 300 kB of buffers for each file, however small it is.
function deflatedWhole(text: string, file: ZipInputFile): Uint8Array {
  return deflateRawSync(counted(Buffer.from(text), file));
}

function deflatedPieces(text: AsyncIterable<string>, file: ZipInputFile): AsyncIterable<Uint8Array> {
  async function* bytes() {
    for await (const piece of text) yield counted(Buffer.from(piece), file);
  }
  const source = Readable.from(bytes());
  const compressed = createDeflateRaw();
  source.once('error', (error) => compressed.destroy(error));
  return source.pipe(compressed);
}

function counted(bytes: Buffer, file: ZipInputFile): Buffer {
  file.size = (file.size ?? 0) + bytes.length;
  file.crc = crc32(bytes, file.crc);
  return bytes;
}
