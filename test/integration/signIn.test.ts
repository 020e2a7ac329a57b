import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
let folder: string;

// A fake Azure CLI that knows no registration and keeps what it was asked; the real one needs an organisation.
const fakeAz = `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require('node:fs');
const args = process.argv.slice(2).map((arg) => (arg.startsWith('@') ? JSON.parse(readFileSync(arg.slice(1), 'utf8')) : arg));
appendFileSync(process.env.FAKE_CALLS, JSON.stringify(args) + '\\n');
const asked = args.slice(0, 3).join(' ');
if (asked.endsWith('list')) console.log(process.env.FAKE_APPS || '[]');
else if (asked === 'ad app create') console.log('{"appId":"client","id":"object"}');
else if (asked.startsWith('account show')) console.log('{"tenantId":"tenant"}');
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-sign-in-'));
  await writeFile(join(folder, 'az'), fakeAz, { mode: 0o755 });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test.skipIf(process.platform === 'win32')(
  'the registration has the roles, and lets the Azure CLI ask for tokens of the version that the app trusts',
  async () => {
    const calls = join(folder, 'calls');
    const { stdout } = await run(process.execPath, ['scripts/deploy/signIn.ts'], {
      env: {
        ...process.env,
        PATH: `${folder}${delimiter}${process.env.PATH}`,
        FAKE_CALLS: calls,
        AZURE_ENV_NAME: 'test',
        ASKWELL_URL: '',
      },
    });
    expect(stdout).toContain('azd env set ASKWELL_SIGN_IN_CLIENT_ID client');
    const asked: unknown[][] = (await readFile(calls, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const roles = asked.find((args) => args.includes('--app-roles'))?.at(6);
    expect(roles).toMatchObject([{ value: 'uploader' }, { value: 'coach' }, { value: 'educator' }, { value: 'admin' }]);
    // Whoever has no role gets no token.
    const principal = asked.find((args) => args.slice(0, 3).join(' ') === 'ad sp update');
    expect(principal?.slice(3, 7)).toEqual(['--id', 'client', '--set', 'appRoleAssignmentRequired=true']);
    const patches = asked.filter(([first]) => first === 'rest').map((args) => args[6]);
    const scope = { id: expect.stringMatching(/^[0-9a-f-]{36}$/), value: 'user_impersonation', isEnabled: true };
    // The scope must be there before it is said who may use it.
    expect(patches[0]).toEqual({
      api: { requestedAccessTokenVersion: 2, oauth2PermissionScopes: [expect.objectContaining(scope)] },
    });
    expect(patches[1]).toMatchObject({
      api: {
        preAuthorizedApplications: [{ appId: expect.any(String), delegatedPermissionIds: [scope.id] }],
        oauth2PermissionScopes: [scope],
      },
    });
  },
);

test.skipIf(process.platform === 'win32')(
  'roles of a site come besides, and those of sites that were named before stay',
  async () => {
    const calls = join(folder, 'calls of a site');
    const before = { id: 'of-the-hill', value: 'coach@Hill%20School' };
    await run(process.execPath, ['scripts/deploy/signIn.ts', '--site', 'River School'], {
      env: {
        ...process.env,
        PATH: `${folder}${delimiter}${process.env.PATH}`,
        FAKE_CALLS: calls,
        FAKE_APPS: JSON.stringify([{ appId: 'client', id: 'object', appRoles: [before] }]),
        AZURE_ENV_NAME: 'test',
        ASKWELL_URL: '',
      },
    });
    const asked: unknown[][] = (await readFile(calls, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const roles = asked.find((args) => args.includes('--app-roles'))?.at(6) as { id: string; value: string }[];
    expect(roles.map(({ value }) => value)).toEqual([
      'uploader',
      'coach',
      'educator',
      'admin',
      'uploader@River%20School',
      'coach@River%20School',
      'admin@River%20School',
      'coach@Hill%20School',
    ]);
    expect(new Set(roles.map(({ id }) => id)).size).toBe(8);
  },
);
