import type { Config } from './schema.ts';

/** What becomes of a site's recording when a voice is taken out of its lesson. */
export function originalFateAt(
  {
    REMOVED_VOICE_ORIGINAL,
    SITE_REMOVED_VOICE_ORIGINAL,
  }: Pick<Config, 'REMOVED_VOICE_ORIGINAL' | 'SITE_REMOVED_VOICE_ORIGINAL'>,
  siteId: string,
): Config['REMOVED_VOICE_ORIGINAL'] {
  return Object.hasOwn(SITE_REMOVED_VOICE_ORIGINAL, siteId)
    ? (SITE_REMOVED_VOICE_ORIGINAL[siteId] ?? REMOVED_VOICE_ORIGINAL)
    : REMOVED_VOICE_ORIGINAL;
}
