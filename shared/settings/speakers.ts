import type { Config } from './schema.ts';

type Said = Pick<Config, 'SPEAKERS' | 'SITE_SPEAKERS' | 'SIGN_IN'>;

/** A recording, with what was said of it when it was uploaded and when it was analysed again. */
interface Recording {
  readonly siteId: string;
  readonly details?: { readonly speakers?: 'off' | undefined } | undefined;
  readonly choices?: { readonly speakers?: boolean | undefined } | undefined;
}

/** Whether voices are told apart at all: as SPEAKERS says, and by default where one person works on one machine. */
export const speakersAllowed = ({ SPEAKERS, SIGN_IN }: Pick<Config, 'SPEAKERS' | 'SIGN_IN'>): boolean =>
  (SPEAKERS ?? (SIGN_IN === 'none' ? 'on' : 'off')) === 'on';

type Kept = Pick<Config, 'VOICES_KEPT_DAYS' | 'AskwellVoices' | 'AskwellVoices__blobServiceUri'>;

/** Whether there is an account for embeddings of voices, whose days may be none. */
export const hasVoicesAccount = ({ AskwellVoices, AskwellVoices__blobServiceUri }: Kept): boolean =>
  (AskwellVoices ?? AskwellVoices__blobServiceUri) !== undefined;

/** For how many days the embeddings of voices live after an analysis; 0: they go when it ends. */
export const voicesKeptDays = (settings: Kept): number => (hasVoicesAccount(settings) ? settings.VOICES_KEPT_DAYS : 0);

/**
 * Whether the voices of a recording are told apart. Its site, its upload and whoever analyses it again may each leave
 * it, and none of them can have it where another has left it.
 */
export function tellsSpeakers(settings: Said, { siteId, details, choices }: Recording): boolean {
  const { SITE_SPEAKERS } = settings;
  const left = Object.hasOwn(SITE_SPEAKERS, siteId) || details?.speakers === 'off' || choices?.speakers === false;
  return speakersAllowed(settings) && !left;
}
