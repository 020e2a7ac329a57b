import type OpenAI from 'openai';
import { azureCredential } from '../credential.ts';
import type { ProviderUse } from '../settings/providerUse.ts';

/**
 * The SDK's client for a provider. It neither retries nor waits: that is the pool's, which knows the other providers.
 * @param environment where the variable that `keyFrom` names is read; its value is never logged.
 */
export async function connect(
  use: ProviderUse,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<OpenAI> {
  // Loaded late: only the processes that ask a provider pay for it.
  const { default: OpenAI, AzureOpenAI } = await import('openai');
  const options = { timeout: use.timeoutSeconds * 1000, maxRetries: 0 };
  const key = use.keyFrom === undefined ? undefined : environment[use.keyFrom];
  switch (use.kind) {
    case 'openai':
      // The SDK would take another address from OPENAI_BASE_URL; this kind means OpenAI's own.
      return new OpenAI({ ...options, apiKey: key ?? '', baseURL: 'https://api.openai.com/v1' });
    case 'compatible':
      // Servers that need no key take any; the SDK insists on one.
      return new OpenAI({ ...options, apiKey: key ?? 'none', baseURL: use.baseUrl });
    case 'azure-openai':
      return new AzureOpenAI({
        ...options,
        ...(key === undefined ? { azureADTokenProvider: await managedIdentity() } : { apiKey: key }),
        endpoint: use.endpoint,
        apiVersion: use.apiVersion,
      });
  }
}

async function managedIdentity(): Promise<() => Promise<string>> {
  const { getBearerTokenProvider } = await import('@azure/identity');
  return getBearerTokenProvider(await azureCredential(), 'https://cognitiveservices.azure.com/.default');
}
