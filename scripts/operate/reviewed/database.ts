import { findRunning } from '../../../local/running.ts';

/**
 * Points the settings at the running local cloud, unless the environment already names a Cosmos DB account.
 * @throws Error when there is neither.
 */
export async function useDatabase(stateDir = '.askwell'): Promise<void> {
  if (!process.env.COSMOS_CONNECTION && !process.env.COSMOS_ENDPOINT) {
    const cosmos = (await findRunning(stateDir))?.endpoints.cosmos;
    if (cosmos === undefined)
      throw new Error('No local cloud is up (npm start), and neither COSMOS_CONNECTION nor COSMOS_ENDPOINT is set.');
    process.env.COSMOS_CONNECTION = cosmos;
  }
  // The application's settings insist on these two, which reading questions does not use.
  process.env.AskwellStorage ||= 'not used here';
  process.env.AskwellServiceBus ||= 'not used here';
}
