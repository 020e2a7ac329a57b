import { extensions } from '../lessons/contentTypes.ts';
import { config, languagesOf } from '../settings/config.ts';
import type { Config } from '../settings/schema.ts';
import type { Caller } from './caller.ts';
import type { MeResponse } from './contract.ts';

type Settings = Pick<Config, 'MAX_VIDEO_BYTES' | 'LANGUAGES' | 'SPEECH_LANGUAGE' | 'SITE_LANGUAGES'>;

/** What a page must know of its user and of the limits before it asks for anything. */
export function describeCaller({ name, id, roles, siteRoles = {} }: Caller, settings: Settings = config()): MeResponse {
  const sites = Object.fromEntries(Object.entries(siteRoles).map(([site, has]) => [site, [...has]]));
  return {
    name,
    id,
    roles: [...roles],
    siteRoles: sites,
    maxVideoBytes: settings.MAX_VIDEO_BYTES,
    extensions: [...extensions],
    languages: [...languagesOf(settings)],
    siteLanguages: siteLanguages(settings, roles.length > 0 ? undefined : Object.keys(siteRoles)),
  };
}

/** @param sites those that may be named; undefined for all */
function siteLanguages(
  { SITE_LANGUAGES }: Settings,
  sites: readonly string[] | undefined,
): MeResponse['siteLanguages'] {
  const said = Object.entries(SITE_LANGUAGES).filter(([site]) => sites?.includes(site) ?? true);
  return Object.fromEntries(said.map(([site, languages]) => [site, [...languages]]));
}
