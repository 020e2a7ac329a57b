import type { IncomingHttpHeaders } from 'node:http';

/**
 * What a proxy that signs people in says of them: oauth2-proxy's names, which others can be told to use, too.
 * Groups stand in one header, separated by commas.
 */
const told = {
  id: 'x-forwarded-user',
  email: 'x-forwarded-email',
  name: 'x-forwarded-preferred-username',
  groups: 'x-forwarded-groups',
} as const;

const ofPlatform = /^x-ms-(?:client-principal|token)|^x-forwarded-|^forwarded$/;

/** Takes out of a request whatever claims to come from a platform or a proxy: anybody may write it. */
export function withoutClaims(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofPlatform.test(name)));
}

/**
 * The header x-ms-client-principal, as App Service's sign-in would write it, for whom the proxy names; undefined where
 * it names nobody. Groups become roles.
 */
export function principalOf(headers: IncomingHttpHeaders): string | undefined {
  const text = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const id = text(told.id);
  if (id === undefined) return undefined;
  const name = text(told.name) ?? text(told.email) ?? id;
  const roles = (text(told.groups) ?? '').split(',').map((role) => role.trim());
  const claims = [
    { typ: 'sub', val: id },
    { typ: 'name', val: name },
    ...roles.filter((role) => role !== '').map((val) => ({ typ: 'roles', val })),
  ];
  return Buffer.from(JSON.stringify({ auth_typ: 'proxy', claims })).toString('base64');
}
