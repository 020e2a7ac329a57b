// The emulator's account and key are the same for everybody and public.
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Reads Azurite's output: ready once each of its three services has named its address. */
export function azuriteReady(): (line: string) => Record<string, unknown> | null {
  const urls = new Map<string, string>();
  return (line) => {
    // Started again, it says all of it again.
    if (line.startsWith('Azurite Blob service is starting')) urls.clear();
    const [, service, url] = /Azurite (Blob|Queue|Table) service is successfully listening at (\S+)/.exec(line) ?? [];
    if (service !== undefined && url !== undefined) urls.set(service, `${url}/${account}`);
    if (urls.size < 3) return null;
    const endpoints = [...urls].map(([name, address]) => `${name}Endpoint=${address};`).join('');
    return { connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};${endpoints}` };
  };
}
