import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry by the OCI distribution API, with a token challenge, and what of GitHub's API names commits: a seam. */
export interface FakeRegistry extends AsyncDisposable {
  /** Host and port, as an image's name begins. */
  readonly host: string;
  readonly url: string;
  /** Manifests by `repository:tag`. */
  readonly manifests: Map<string, string>;
  /** Commits by `owner/repository@tag`. */
  readonly commits: Map<string, string>;
  /** What it says of every manifest instead of its digest, when set. */
  wrongDigest: string | undefined;
  /** How many tokens were asked for, and for what. */
  readonly scopes: string[];
}

export async function startFakeRegistry(): Promise<FakeRegistry> {
  const manifests = new Map<string, string>();
  const commits = new Map<string, string>();
  const scopes: string[] = [];
  const state: { wrongDigest: string | undefined } = { wrongDigest: undefined };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const send = (status: number, headers: Record<string, string>, body = '') =>
      response.writeHead(status, headers).end(body);
    if (url.pathname === '/token') {
      scopes.push(url.searchParams.get('scope') ?? '');
      return send(200, { 'content-type': 'application/json' }, JSON.stringify({ token: 'for-one-pull' }));
    }
    const [, repository = '', tag = ''] = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(url.pathname) ?? [];
    if (repository !== '') {
      if (request.headers.authorization !== 'Bearer for-one-pull') {
        const scope = `repository:${repository}:pull`;
        return send(401, { 'www-authenticate': `Bearer realm="${own()}/token",service="fake",scope="${scope}"` });
      }
      const manifest = manifests.get(`${repository}:${tag}`);
      if (manifest === undefined || !String(request.headers.accept).includes('oci.image.index')) return send(404, {});
      const digest = state.wrongDigest ?? `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
      return send(200, { 'docker-content-digest': digest }, manifest);
    }
    const [, owner = '', name = ''] = /^\/repos\/([^/]+\/[^/]+)\/commits\/([^/]+)$/.exec(url.pathname) ?? [];
    const commit = commits.get(`${owner}@${name}`);
    return commit === undefined ? send(404, {}) : send(200, {}, commit);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is always an AddressInfo.
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const own = () => `http://${host}`;
  return Object.assign(state, {
    host,
    url: own(),
    manifests,
    commits,
    scopes,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
