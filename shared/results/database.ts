import type * as Cosmos from '@azure/cosmos';
import { azureCredential } from '../credential.ts';
import { PermanentError, TransientError } from '../errors.ts';
import { lazily } from '../lazily.ts';
import { config } from '../settings/config.ts';

let sdk: typeof Cosmos | undefined;

const client = lazily(async () => {
  sdk = await import('@azure/cosmos');
  const { COSMOS_CONNECTION: connection, COSMOS_ENDPOINT: endpoint } = config();
  return connection
    ? new sdk.CosmosClient(connection)
    : new sdk.CosmosClient({ endpoint: endpoint ?? '', aadCredentials: await azureCredential() });
});

/** A container of the database; made by the deployment, not by the application, which has no right to. */
export async function documents(
  name: 'lessons' | 'questions' | 'sites' | 'studies' | 'codes' | 'spending',
): Promise<Cosmos.Container> {
  return (await client()).database(config().COSMOS_DATABASE).container(name);
}

/** HTTP status of a Cosmos DB error; undefined for anything else. */
export function statusOf(error: unknown): number | undefined {
  return sdk !== undefined && error instanceof sdk.ErrorResponse && typeof error.code === 'number'
    ? error.code
    : undefined;
}

/** Runs a database call; what the caller does not expect becomes a TransientError, to be tried again. */
export async function inDatabase<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof PermanentError || error instanceof TransientError) throw error;
    const status = statusOf(error);
    if (status === 400 || status === 413) {
      throw new PermanentError('internal', `Cosmos DB refused a document while ${doing} (${status}).`, {
        cause: error,
      });
    }
    const reason =
      sdk !== undefined && error instanceof sdk.TimeoutError ? 'timed out' : `failed${status ? ` (${status})` : ''}`;
    throw new TransientError('database-unavailable', `Cosmos DB ${reason} while ${doing}.`, { cause: error });
  }
}
