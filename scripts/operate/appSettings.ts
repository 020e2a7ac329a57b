import { fileURLToPath } from 'node:url';
import { appSettings } from '../../local/appSettings.ts';
import { readResources } from '../../local/resources.ts';
import { findRunning } from '../../local/running.ts';
import { readUserSettings } from '../../local/userSettings.ts';
import { useSettings } from './recovery/settings.ts';

const declaration = fileURLToPath(new URL('../../infra/local.json', import.meta.url));

/**
 * Works with the settings of the running local cloud's app, its speech service and local.settings.json among them, or
 * with those of a deployment, where the environment names one's stores.
 * @throws Error when there is neither
 */
export async function useAppSettings(stateDir: string): Promise<void> {
  const isDeployment = Boolean(process.env.AskwellStorage || process.env.AskwellStorage__blobServiceUri);
  await useSettings(stateDir);
  if (isDeployment) return;
  const running = await findRunning(stateDir);
  if (running === null) throw new Error('The local cloud has just been stopped. Start it again: npm start.');
  const declared = await readResources(declaration);
  const settings = appSettings(declared, await readUserSettings(declared, process.env), running.endpoints);
  for (const [name, value] of Object.entries(settings)) process.env[name] ||= value;
}
