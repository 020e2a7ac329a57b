import { type Container, CosmosClient, ErrorResponse, TimeoutError } from '@azure/cosmos';
import { DefaultAzureCredential } from '@azure/identity';
import { config } from '../config.ts';
import { PermanentError, TransientError } from '../errors.ts';

let client: CosmosClient | undefined;

/** A container of the database; made by the deployment, not by the application, which has no right to. */
export function documents(name: 'lessons' | 'questions'): Container {
  const { COSMOS_CONNECTION: connection, COSMOS_ENDPOINT: endpoint, COSMOS_DATABASE: database } = config();
  client ??= connection
    ? new CosmosClient(connection)
    : new CosmosClient({ endpoint: endpoint ?? '', aadCredentials: new DefaultAzureCredential() });
  return client.database(database).container(name);
}

/** HTTP status of a Cosmos DB error; undefined for anything else. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ErrorResponse && typeof error.code === 'number' ? error.code : undefined;
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
    const reason = error instanceof TimeoutError ? 'timed out' : `failed${status ? ` (${status})` : ''}`;
    throw new TransientError('database-unavailable', `Cosmos DB ${reason} while ${doing}.`, { cause: error });
  }
}
