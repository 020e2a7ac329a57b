import type * as Tables from '@azure/data-tables';
import { azureCredential } from '../credential.ts';
import { lazily } from '../lazily.ts';
import { config } from '../settings/config.ts';

/** The table of the audit log; made by the deployment. */
export const auditTable = lazily(async (): Promise<Tables.TableClient> => {
  const { TableClient } = await import('@azure/data-tables');
  const { AskwellStorage: connection, AskwellStorage__tableServiceUri: uri, AUDIT_TABLE: name } = config();
  if (!connection) return new TableClient(uri ?? '', name, await azureCredential());
  // Azurite speaks plain HTTP on this machine; Azure's connection strings name HTTPS.
  return TableClient.fromConnectionString(connection, name, { allowInsecureConnection: true });
});
