import { z } from 'zod';

/** Whom the platform's sign-in names. */
export interface Principal {
  readonly id: string;
  readonly name: string;
  /** Roles and groups, as the sign-in names them. */
  readonly roles: readonly string[];
  /** What names their account in lower case: its id, and the name with which they sign in. */
  readonly accounts: readonly string[];
}

// Headers of all kinds together have 32 kB on Azure; this one has never more than the claims of a token.
const mostCharacters = 24_000;

const text = z.string().max(1000);
// App Service authentication: https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities
const appServiceSchema = z.object({
  auth_typ: text,
  claims: z.array(z.object({ typ: text, val: z.string().max(5000) })).max(500),
  name_typ: text.nullish(),
});
// Static Web Apps: https://learn.microsoft.com/azure/static-web-apps/user-information
const staticWebAppsSchema = z.object({
  identityProvider: text,
  userId: text.min(1),
  userDetails: text,
  userRoles: z.array(text).max(500),
});

const idClaims = ['http://schemas.microsoft.com/identity/claims/objectidentifier', 'oid', 'sub'];
const nameClaims = ['name', 'preferred_username', 'appid', 'azp'];
const roleClaims = [
  'roles',
  'role',
  'groups',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/role',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups',
];
// What an organisation gives, and no `email`, which people may fill in themselves.
const accountClaims = ['preferred_username', 'upn', 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn'];

/** Reads the header x-ms-client-principal; null for nobody, and for what no platform wrote. */
export function readPrincipal(header: string | null): Principal | null {
  if (header === null || header.length === 0 || header.length > mostCharacters) return null;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(header, 'base64').toString('utf8'));
  } catch {
    // The platform writes it; what does not parse is somebody's try.
    return null;
  }
  const appService = appServiceSchema.safeParse(value);
  if (appService.success) return ofClaims(appService.data);
  const staticWebApps = staticWebAppsSchema.safeParse(value);
  if (!staticWebApps.success || !staticWebApps.data.userRoles.includes('authenticated')) return null;
  const { userId, userDetails, userRoles } = staticWebApps.data;
  return {
    id: userId,
    name: shown(userDetails || userId),
    roles: userRoles,
    accounts: accountsOf([userId, userDetails]),
  };
}

function ofClaims({ claims, name_typ: nameType }: z.infer<typeof appServiceSchema>) {
  const first = (types: readonly (string | null | undefined)[]) =>
    types
      .map((type) => claims.find(({ typ, val }) => typ === type && val !== '')?.val)
      .find((val) => val !== undefined);
  const id = first(idClaims);
  if (id === undefined) return null;
  // Not by role_typ: were it set to a claim that people fill in themselves, as their name, it would make them admins.
  const roles = claims.filter(({ typ }) => roleClaims.includes(typ)).map(({ val }) => val);
  const accounts = claims.filter(({ typ }) => accountClaims.includes(typ)).map(({ val }) => val);
  return { id, name: shown(first([nameType, ...nameClaims]) ?? id), roles, accounts: accountsOf([id, ...accounts]) };
}

const accountsOf = (names: readonly string[]) =>
  [...new Set(names.filter((name) => name !== ''))].map((name) => name.toLowerCase()).slice(0, 5);

// As long as the name of a review may be.
const shown = (name: string) => name.slice(0, 200);
