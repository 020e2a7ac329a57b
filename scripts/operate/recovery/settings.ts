import { findRunning } from '../../../local/running.ts';

const local = [
  { settings: ['AskwellStorage', 'AskwellStorage__blobServiceUri'], part: 'storage' },
  { settings: ['COSMOS_CONNECTION', 'COSMOS_ENDPOINT'], part: 'cosmos' },
  { settings: ['AskwellServiceBus', 'AskwellServiceBus__fullyQualifiedNamespace'], part: 'serviceBus' },
] as const;

/**
 * Points the settings at the running local cloud, unless the environment names a deployment's.
 * @throws Error when it names a part of them only, or when there is neither.
 */
export async function useSettings(stateDir = '.askwell'): Promise<void> {
  const missing = local.filter(({ settings }) => settings.every((name) => !process.env[name]));
  if (missing.length === 0) return;
  if (missing.length < local.length)
    throw new Error(`Set ${missing.map(({ settings }) => settings.join(' or ')).join(', and ')} as well.`);
  const endpoints = (await findRunning(stateDir))?.endpoints;
  for (const { settings, part } of local) {
    const value = endpoints?.[part];
    if (value === undefined)
      throw new Error(`No local cloud is up (npm start), and neither ${settings.join(' nor ')} is set.`);
    process.env[settings[0]] = value;
  }
}
