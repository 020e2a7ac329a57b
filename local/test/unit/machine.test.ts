import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAddress } from '../../machine/address.ts';
import { storageKey } from '../../machine/storageKey.ts';

test('without a word it is this machine’s own address, and nobody signs in', () => {
  expect(readAddress({ ASKWELL_SIGN_IN_PROXY: '' })).toEqual({
    url: new URL('http://127.0.0.1:8080'),
    proxy: undefined,
  });
});

test('an address that others reach is refused where nobody signs in', () => {
  for (const ASKWELL_URL of ['https://askwell.school.org', 'http://192.168.1.20:8080', 'http://0.0.0.0:8080'])
    expect(() => readAddress({ ASKWELL_URL }), ASKWELL_URL).toThrow(/ASKWELL_SIGN_IN_PROXY/);
  const signedIn = { ASKWELL_URL: 'https://askwell.school.org', ASKWELL_SIGN_IN_PROXY: 'sign-in' };
  expect(readAddress(signedIn)).toEqual({ url: new URL('https://askwell.school.org'), proxy: 'sign-in' });
});

test('what people sign in with goes over TLS, and an address is no more than that', () => {
  expect(() => readAddress({ ASKWELL_URL: 'http://askwell.school.org', ASKWELL_SIGN_IN_PROXY: 'sign-in' })).toThrow(
    /https/,
  );
  for (const ASKWELL_URL of ['school', 'ftp://localhost', 'http://localhost/askwell', 'http://me@localhost'])
    expect(() => readAddress({ ASKWELL_URL }), ASKWELL_URL).toThrow(/ASKWELL_URL/);
});

test('each machine has a storage key of its own, which only its owner reads and which lasts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'storage-key-'));
  try {
    const state = join(folder, 'state');
    const key = await storageKey(state);
    expect(Buffer.from(key, 'base64')).toHaveLength(64);
    expect(await storageKey(state)).toBe(key);
    expect(await storageKey(join(folder, 'another'))).not.toBe(key);
    const file = join(state, 'storage.key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 40));
    await expect(storageKey(state)).rejects.toThrow(/Delete it/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
