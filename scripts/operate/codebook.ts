import { readResources } from '../../local/resources.ts';
import { readUserSettings } from '../../local/userSettings.ts';

/** Takes the setting CODEBOOK from local.settings.json, as the running app does, where the environment has none. */
export async function useCodebook(): Promise<void> {
  if (process.env.CODEBOOK) return;
  const { CODEBOOK } = await readUserSettings(await readResources('infra/local.json'), process.env);
  if (CODEBOOK !== undefined) process.env.CODEBOOK = CODEBOOK;
}
