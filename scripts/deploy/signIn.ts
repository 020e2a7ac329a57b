import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readCommandLine } from '../../local/commandLine.ts';
import { roleSchema, siteRoleSchema } from '../../shared/settings/siteRoles.ts';
import { asScript, az, fromAzd } from './az.ts';

const usage = `npm run sign-in -- [--site NAME ...]
Makes the app registration with which people sign in: its roles, its address, and the app's identity as its voucher in
place of a secret. Safe to run again; run it once before "azd provision" and once after, with azd's values:

  eval "$(azd env get-values | sed 's/^/export /')" && npm run sign-in

--site makes the roles uploader, coach and admin of one site besides; those of sites that were named before stay.`;
const application = z.object({
  appId: z.string(),
  id: z.string(),
  appRoles: z.array(z.looseObject({ id: z.string() })).default([]),
});
// The same in every organisation.
const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
const descriptions = {
  uploader: 'Uploads recordings',
  coach: 'Reads and corrects results',
  educator: 'Reads the lessons that name their account',
  admin: 'May do everything',
};

/** A role, or the scope, keeps its id over runs, so that people keep their roles. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(`askwell role ${name}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

async function withFile(content: unknown, use: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'askwell-'));
  try {
    const file = join(folder, 'content.json');
    await writeFile(file, JSON.stringify(content));
    await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Lets people get a token with `az account get-access-token`, of the version whose issuer the app is told to trust. */
async function letAzureCliAsk(id: string): Promise<void> {
  const scope = {
    id: idOf('user_impersonation'),
    value: 'user_impersonation',
    type: 'User',
    isEnabled: true,
    adminConsentDisplayName: 'Use Askwell',
    adminConsentDescription: 'Use Askwell as the person who is signed in',
  };
  const api = { requestedAccessTokenVersion: 2, oauth2PermissionScopes: [scope] };
  const preAuthorizedApplications = [{ appId: azureCli, delegatedPermissionIds: [scope.id] }];
  // Who may use a scope can be said only of one that is there.
  for (const content of [{ api }, { api: { ...api, preAuthorizedApplications } }]) {
    await withFile(content, async (file) => {
      const url = `https://graph.microsoft.com/v1.0/applications/${id}`;
      await az(['rest', '--method', 'patch', '--url', url, '--body', `@${file}`]);
    });
  }
}

const { values } = readCommandLine(usage, { site: { type: 'string', multiple: true, default: [] } });
await asScript(async () => {
  const displayName = `Askwell ${fromAzd('AZURE_ENV_NAME')}`;
  const found = z.array(application).parse(await az(['ad', 'app', 'list', '--display-name', displayName]));
  const { appId, id } =
    found[0] ??
    application.parse(
      await az(['ad', 'app', 'create', '--display-name', displayName, '--sign-in-audience', 'AzureADMyOrg']),
    );
  const atSites = values.site.flatMap((site) =>
    siteRoleSchema.options.map((role) => ({
      // A role's value knows neither spaces nor accents.
      value: `${role}@${encodeURIComponent(site)}`,
      displayName: `${role} at ${site}`,
      description: `${descriptions[role]}, at ${site}`,
    })),
  );
  const everywhere = roleSchema.options.map((role) => ({
    value: role,
    displayName: role,
    description: descriptions[role],
  }));
  const made = [...everywhere, ...atSites].map((role) => ({
    ...role,
    id: idOf(role.value),
    allowedMemberTypes: ['User', 'Application'],
    isEnabled: true,
  }));
  const ids = new Set(made.map((role) => role.id));
  const roles = [...made, ...(found[0]?.appRoles ?? []).filter((role) => !ids.has(role.id))];
  await withFile(roles, async (file) => {
    await az(['ad', 'app', 'update', '--id', id, '--app-roles', `@${file}`, '--enable-id-token-issuance', 'true']);
  });
  await az(['ad', 'app', 'update', '--id', id, '--identifier-uris', `api://${appId}`]);
  await letAzureCliAsk(id);
  if (found.length === 0) await az(['ad', 'sp', 'create', '--id', appId]);
  // Else everybody of the organisation gets a session, if without a role.
  await az(['ad', 'sp', 'update', '--id', appId, '--set', 'appRoleAssignmentRequired=true']);
  console.log(`azd env set ASKWELL_SIGN_IN_CLIENT_ID ${appId}`);

  const address = process.env.ASKWELL_URL ?? '';
  if (address === '') return;
  await az(['ad', 'app', 'update', '--id', id, '--web-redirect-uris', `${address}/.auth/login/aad/callback`]);
  const tenant = z.object({ tenantId: z.string() }).parse(await az(['account', 'show'])).tenantId;
  const vouchers = z
    .array(z.object({ name: z.string() }))
    .parse(await az(['ad', 'app', 'federated-credential', 'list', '--id', id]));
  if (vouchers.some(({ name }) => name === 'askwell-app')) return;
  const voucher = {
    name: 'askwell-app',
    issuer: `https://login.microsoftonline.com/${tenant}/v2.0`,
    subject: fromAzd('ASKWELL_IDENTITY'),
    audiences: ['api://AzureADTokenExchange'],
  };
  await withFile(voucher, async (file) => {
    await az(['ad', 'app', 'federated-credential', 'create', '--id', id, '--parameters', `@${file}`]);
  });
  console.log('The app signs people in with its own identity; there is no secret.');
});
