import { z } from 'zod';
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
 * @param basedOn the ETag of the roster that was read; undefined means whatever it is now.
 * @returns the roster as it now is, or 'conflict' when it has changed since.
 */
export async function writeRoster(
  siteId: string,
  names: readonly string[],
  basedOn: string | undefined,
): Promise<Roster | 'conflict'> {
  return inDatabase('writing a roster', async () => {
    const container = await documents('sites');
    const condition =
      basedOn === undefined ? {} : { accessCondition: { type: 'IfMatch', condition: basedOn } as const };
    const document = { id, siteId, names };
    try {
      if (names.length === 0) {
        if (basedOn !== noEtag) await container.item(id, siteId).delete(condition);
        else if ((await readRoster(siteId)).etag !== noEtag) return 'conflict';
        return { names, etag: noEtag };
      }
      const { etag } =
        basedOn === noEtag
          ? await container.items.create(document)
          : await (basedOn === undefined
              ? container.items.upsert(document)
              : container.item(id, siteId).replace(document, condition));
      return { names, etag };
    } catch (error) {
      const status = statusOf(error);
      if (status === 404 && basedOn === undefined) return { names, etag: noEtag };
      if (status === 404 || status === 409 || status === 412) return 'conflict';
      throw error;
    }
  });
}
