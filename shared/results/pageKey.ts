import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { lazily } from '../lazily.ts';
import { documents, inDatabase, statusOf } from './database.ts';

const id = 'page-key';
const storedSchema = z.object({ key: z.base64().transform((text) => Buffer.from(text, 'base64')) });

/**
 * The key with which pages of a list are sealed (api/continuation.ts), the same for every instance: whichever needs it
 * first makes it. It lies with the answers that are kept for a while, since nothing is lost with it but one's place.
 */
export const pageKey = lazily(() =>
  inDatabase('reading the key of pages', async () => (await read()) ?? (await make())),
);

async function read(): Promise<Buffer | undefined> {
  const { resource } = await (await documents('codes')).item(id, id).read();
  return resource === undefined ? undefined : storedSchema.parse(resource).key;
}

async function make(): Promise<Buffer> {
  const key = randomBytes(32);
  try {
    await (await documents('codes')).items.create({ id, key: key.toString('base64') });
    return key;
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
    const others = await read();
    if (others === undefined) throw error;
    return others;
  }
}
