import { z } from 'zod';

const listed = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      // The application names the mistake when it starts.
      context.addIssue('no JSON');
      return z.NEVER;
    }
  })
  .pipe(z.array(z.looseObject({ speech: z.unknown() })));

/**
 * Whether a user's settings name an engine for words, so that the local one need not write them down.
 * @param own the user's settings
 * @param speechSettings the names of the settings that name one by themselves; PROVIDERS may list one beside others
 */
export function namesSpeech(own: Readonly<Record<string, string>>, speechSettings: readonly string[]): boolean {
  if (speechSettings.some((name) => name in own)) return true;
  const providers = listed.safeParse(own.PROVIDERS);
  return providers.success && providers.data.some(({ speech }) => speech !== undefined);
}
