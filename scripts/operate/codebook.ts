import { fileURLToPath } from 'node:url';
import { readResources } from '../../local/resources.ts';
import { readUserSettings } from '../../local/userSettings.ts';

const declaration = fileURLToPath(new URL('../../infra/local.json', import.meta.url));

/** Takes the setting CODEBOOK from local.settings.json, as the running app does, where the environment has none. */
export async function useCodebook(): Promise<void> {
  if (process.env.CODEBOOK) return;
  const { CODEBOOK } = await readUserSettings(await readResources(declaration), process.env);
  if (CODEBOOK !== undefined) process.env.CODEBOOK = CODEBOOK;
}
