import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ContainerClient } from '@azure/storage-blob';

/** A table property holds 64 KiB, at two bytes a character. */
const inlineCharsMax = 30_000;
/** Names remembered as written; forgetting them all costs a few uploads. */
const rememberedMax = 10_000;

const [zip, unzip] = [promisify(gzip), promisify(gunzip)];

/** Texts that may be too long for a table: short ones stay in the row, long ones go into a blob that the row names. */
export class LargeValues {
  readonly #container: ContainerClient;
  readonly #written = new Set<string>();

  constructor(container: ContainerClient) {
    this.#container = container;
  }

  /** The properties to put into the row for `text`, under `name` or `${name}Blob`. The blob is written first. */
  async pack(partitionKey: string, name: string, text: string | undefined): Promise<Record<string, string>> {
    if (text === undefined) return {};
    if (text.length <= inlineCharsMax) return { [name]: text };
    const blob = `${partitionKey}/${name}-${createHash('sha256').update(text).digest('hex')}.json.gz`;
    if (!this.#written.has(blob)) {
      await this.#container.getBlockBlobClient(blob).uploadData(await zip(text));
      if (this.#written.size >= rememberedMax) this.#written.clear();
      this.#written.add(blob);
    }
    return { [`${name}Blob`]: blob };
  }

  async unpack(row: Readonly<Record<string, unknown>>, name: string): Promise<string | undefined> {
    const inline = row[name];
    if (typeof inline === 'string') return inline;
    const blob = row[`${name}Blob`];
    if (typeof blob !== 'string') return undefined;
    return (await unzip(await this.#container.getBlobClient(blob).downloadToBuffer())).toString('utf8');
  }

  /** Deletes every blob of an instance, except those that `rows` still name. Nothing may be packed meanwhile. */
  async sweep(partitionKey: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    const kept = new Set(rows.flatMap((row) => Object.values(row).filter((value) => typeof value === 'string')));
    for await (const blob of this.#container.listBlobsFlat({ prefix: `${partitionKey}/` })) {
      if (kept.has(blob.name)) continue;
      this.#written.delete(blob.name);
      await this.#container.getBlobClient(blob.name).deleteIfExists();
    }
  }
}
