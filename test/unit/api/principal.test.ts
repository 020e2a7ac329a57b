import { expect, test } from 'vitest';
import { readPrincipal } from '../../../shared/api/principal.ts';

const header = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const claim = (typ: string, val: string) => ({ typ, val });
const oid = 'http://schemas.microsoft.com/identity/claims/objectidentifier';

test('App Service names a person by their claims', () => {
  const claims = [claim(oid, '42'), claim('name', 'Ana Ortiz'), claim('roles', 'coach'), claim('roles', 'uploader')];
  expect(readPrincipal(header({ auth_typ: 'aad', claims, name_typ: 'name', role_typ: 'roles' }))).toEqual({
    id: '42',
    name: 'Ana Ortiz',
    roles: ['coach', 'uploader'],
    accounts: ['42'],
  });
});

test.each(['oid', 'name', 'preferred_username'])('%s is no role, whatever is said of where roles stand', (role_typ) => {
  const claims = [claim('oid', 'admin'), claim('name', 'admin'), claim('preferred_username', 'admin')];
  expect(readPrincipal(header({ auth_typ: 'aad', claims, role_typ }))?.roles).toEqual([]);
});

test('a program that signs in by itself is named by its application', () => {
  const claims = [claim('sub', '7'), claim('azp', 'nightly-import'), claim('roles', 'uploader')];
  expect(readPrincipal(header({ auth_typ: 'aad', claims }))).toEqual({
    id: '7',
    name: 'nightly-import',
    roles: ['uploader'],
    accounts: ['7'],
  });
});

test('a name that is empty is none, and a long one is cut to what a review may hold', () => {
  const named = (name: string) =>
    readPrincipal(header({ auth_typ: 'aad', claims: [claim('oid', '42'), claim('name', name), claim('azp', 'x')] }))
      ?.name;
  expect(named('')).toBe('x');
  expect(named('a'.repeat(300))).toBe('a'.repeat(200));
});

test('Static Web Apps names a person by their details', () => {
  const principal = {
    identityProvider: 'aad',
    userId: '9',
    userDetails: 'ana@example.org',
    userRoles: ['authenticated', 'admin'],
  };
  expect(readPrincipal(header(principal))).toEqual({
    id: '9',
    name: 'ana@example.org',
    roles: ['authenticated', 'admin'],
    accounts: ['9', 'ana@example.org'],
  });
});

test.each([
  ['nothing', null],
  ['an empty header', ''],
  ['no Base64', '%%%'],
  ['no JSON', Buffer.from('{"auth_typ":').toString('base64')],
  ['another shape', header({ user: 'admin' })],
  ['a list', header([])],
  ['claims without an id', header({ auth_typ: 'aad', claims: [claim('roles', 'admin')] })],
  ['an anonymous visitor', header({ identityProvider: '', userId: '9', userDetails: '', userRoles: ['anonymous'] })],
  [
    'megabytes',
    header({
      auth_typ: 'aad',
      claims: [
        claim(oid, '1'),
        claim('x', 'y'.repeat(4000)),
        ...Array.from({ length: 20 }, () => claim('x', 'y'.repeat(4000))),
      ],
    }),
  ],
])('%s is nobody', (_what, value) => expect(readPrincipal(value)).toBeNull());

test('an account is named by what the organisation gives, in lower case, and by no address that people fill in', () => {
  const claims = [claim(oid, 'A-42'), claim('preferred_username', 'Ana@School.org'), claim('email', 'kim@school.org')];
  expect(readPrincipal(header({ auth_typ: 'aad', claims }))?.accounts).toEqual(['a-42', 'ana@school.org']);
});

test('groups count as roles do', () => {
  const claims = [claim(oid, '42'), claim('groups', 'g-1'), claim('roles', 'coach@River%20School')];
  expect(readPrincipal(header({ auth_typ: 'aad', claims }))?.roles).toEqual(['g-1', 'coach@River%20School']);
});
