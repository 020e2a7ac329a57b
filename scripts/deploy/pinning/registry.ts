import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Image } from './image.ts';

const patienceMilliseconds = 20_000;
const mostManifestBytes = 4_000_000;
const manifests = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const tokenSchema = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/**
 * Asks an image's registry, by the OCI distribution API and without an account, for what its tag means now.
 * @returns the digest of the manifest that came, reckoned from its bytes: `sha256:…`
 * @throws Error when the registry is not reached, refuses, does not know the tag, or names another digest than that of
 *   what it sends
 */
export async function digestOf({ registry, repository, tag, name }: Image): Promise<string> {
  const address = `${schemeOf(registry)}//${registry}/v2/${repository}/manifests/${tag}`;
  let answer = await ask(address, { accept: manifests });
  if (answer.status === 401) {
    const token = await tokenFor(answer.headers.get('www-authenticate') ?? '', repository);
    answer = await ask(address, { accept: manifests, authorization: `Bearer ${token}` });
  }
  if (!answer.ok) throw new Error(`${registry} answers ${answer.status} for ${name}.`);
  const bytes = await read(answer);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const said = answer.headers.get('docker-content-digest');
  if (said !== null && said !== digest)
    throw new Error(`${registry} says that ${name} is ${said}, and sends ${digest}.`);
  return digest;
}

/** A registry on this machine speaks plain HTTP, as Docker takes it; every other has to prove who it is. */
function schemeOf(host: string): 'http:' | 'https:' {
  return /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(host) ? 'http:' : 'https:';
}

/** Gets what a registry's challenge asks for: `Bearer realm="…",service="…",scope="…"`. */
async function tokenFor(challenge: string, repository: string): Promise<string> {
  const [, kind = ''] = /^(\w+)/.exec(challenge) ?? [];
  const fields = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
  const { realm, service, scope = `repository:${repository}:pull` } = fields;
  if (kind.toLowerCase() !== 'bearer' || realm === undefined)
    throw new Error('The registry asks for a sign-in that is no token: it is not for everybody.');
  const address = new URL(realm);
  if (address.protocol !== schemeOf(address.host)) throw new Error(`The registry sends us to ${realm}, without TLS.`);
  if (service !== undefined) address.searchParams.set('service', service);
  address.searchParams.set('scope', scope);
  const answer = await ask(address.href, {});
  if (!answer.ok) throw new Error(`${address.host} answers ${answer.status} where a token was to be had.`);
  const { token, access_token: accessToken } = tokenSchema.parse(await answer.json());
  const given = token ?? accessToken;
  if (given === undefined) throw new Error(`${address.host} gave no token.`);
  return given;
}

async function ask(address: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  try {
    return await fetch(address, { headers, signal: AbortSignal.timeout(patienceMilliseconds) });
  } catch (error) {
    throw new Error(`${new URL(address).host} is not reached.`, { cause: error });
  }
}

async function read(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostManifestBytes) throw new Error('The registry sends more than any manifest has.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
