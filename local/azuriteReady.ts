/** The emulator's account; it and its key are the same for everybody and public. */
export const emulatorAccount = 'devstoreaccount1';
const emulatorKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * Reads Azurite's output: ready once each of its three services has named its address.
 * @param key the account's, where it is another than the emulator's
 */
export function azuriteReady(key = emulatorKey): (line: string) => Record<string, unknown> | null {
  const urls = new Map<string, string>();
  return (line) => {
    // Started again, it says all of it again.
    if (line.startsWith('Azurite Blob service is starting')) urls.clear();
    const [, service, url] = /Azurite (Blob|Queue|Table) service is successfully listening at (\S+)/.exec(line) ?? [];
    if (service !== undefined && url !== undefined) urls.set(service, `${url}/${emulatorAccount}`);
    if (urls.size < 3) return null;
    const endpoints = [...urls].map(([name, address]) => `${name}Endpoint=${address};`).join('');
    const account = `AccountName=${emulatorAccount};AccountKey=${key};`;
    return { connectionString: `DefaultEndpointsProtocol=http;${account}${endpoints}` };
  };
}
