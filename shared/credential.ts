import type { TokenCredential } from '@azure/identity';

/** The identity under which the app runs in Azure. Loaded late: with connection strings nobody needs it. */
export async function azureCredential(): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential();
}
