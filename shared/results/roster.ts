import { z } from 'zod';
import { plainETag } from '../lessons/identity.ts';
import { beaten, whileBeaten } from '../whileBeaten.ts';
import { documents, inDatabase, statusOf } from './database.ts';

/** The names of a site's children and staff. Personal data: they are never logged. */
export interface Roster {
  readonly names: readonly string[];
  readonly etag: string;
}

/** The ETag of a roster that nobody has written yet. */
const noEtag = '"none"';
const id = 'roster';
const storedSchema = z.object({ names: z.array(z.string()), _etag: z.string() });

/** A site's roster; without a name where there is none. */
export async function readRoster(siteId: string): Promise<Roster> {
  return inDatabase('reading a roster', async () => {
    const { resource } = await (await documents('sites')).item(id, siteId).read();
    if (resource === undefined) return { names: [], etag: noEtag };
    const { names, _etag } = storedSchema.parse(resource);
    return { names, etag: _etag };
  });
}

/**
 * Writes a site's roster; without a name its document is deleted.
 * @param basedOn the ETag of the roster that was read, with or without quotes; undefined means whatever it is now
 * @returns the roster as it now is, or 'conflict' when it has changed since
 */
export async function writeRoster(
  siteId: string,
  names: readonly string[],
  basedOn: string | undefined,
): Promise<Roster | 'conflict'> {
  const written = await whileBeaten(async () => {
    const present = await readRoster(siteId);
    if (basedOn !== undefined && plainETag(basedOn) !== plainETag(present.etag)) return 'conflict';
    const etag = await replaceRoster(siteId, names, present.etag);
    return etag === beaten ? beaten : { names, etag };
  });
  return written === beaten ? 'conflict' : written;
}

/** Writes on top of the present roster; returns the new ETag. */
async function replaceRoster(
  siteId: string,
  names: readonly string[],
  present: string,
): Promise<string | typeof beaten> {
  return inDatabase('writing a roster', async () => {
    const container = await documents('sites');
    const unchanged = { accessCondition: { type: 'IfMatch', condition: present } };
    try {
      if (names.length > 0) {
        const document = { id, siteId, names };
        const written =
          present === noEtag
            ? await container.items.create(document)
            : await container.item(id, siteId).replace(document, unchanged);
        return written.etag;
      }
      if (present !== noEtag) await container.item(id, siteId).delete(unchanged);
      return noEtag;
    } catch (error) {
      const status = statusOf(error);
      if (status === 404 || status === 409 || status === 412) return beaten;
      throw error;
    }
  });
}
