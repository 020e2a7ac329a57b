import { BlobSASPermissions, generateBlobSASQueryParameters, type UserDelegationKey } from '@azure/storage-blob';
import { expect, test } from 'vitest';
import { keptKey } from '../../../shared/storage/delegationKey.ts';

const hour = 3_600_000;
const at = (time: string) => new Date(`2026-11-21T${time}Z`);

function counted(fail: () => boolean = () => false) {
  const asked: { from: Date; to: Date }[] = [];
  const keyAt = keptKey(async (from, to) => {
    asked.push({ from, to });
    if (fail()) throw new Error('no key today');
    return { from, to };
  });
  return { asked, keyAt };
}

test('a key is asked for once in its window, by however many at once', async () => {
  const { asked, keyAt } = counted();
  await Promise.all([keyAt(at('07:00:00')), keyAt(at('07:00:00')), keyAt(at('12:14:59'))]);
  expect(asked).toEqual([{ from: at('06:00:00'), to: at('18:00:00') }]);
  await keyAt(at('12:15:00'));
  expect(asked).toHaveLength(2);
});

test('whenever it is used, a key has begun a quarter of an hour ago and outlasts the longest address', async () => {
  const { keyAt } = counted();
  for (let minutes = 0; minutes < 24 * 60; minutes += 1) {
    const now = new Date(at('00:00:00').getTime() + minutes * 60_000);
    const { from, to } = await keyAt(now);
    expect(now.getTime() - from.getTime()).toBeGreaterThanOrEqual(hour / 4);
    expect(to.getTime() - now.getTime()).toBeGreaterThan(2 * hour);
    expect(to.getTime() - from.getTime()).toBeLessThan(7 * 24 * hour);
  }
});

test('a key that could not be had is asked for again', async () => {
  let down = true;
  const { asked, keyAt } = counted(() => down);
  await expect(keyAt(at('07:00:00'))).rejects.toThrow('no key today');
  down = false;
  await expect(keyAt(at('07:00:01'))).resolves.toBeDefined();
  expect(asked).toHaveLength(2);
});

test('two instances of the app that are given the same key sign the same address', async () => {
  const sign = async () => {
    const { keyAt } = counted();
    const { from, to } = await keyAt(at('07:00:00'));
    const key: UserDelegationKey = {
      signedObjectId: 'a',
      signedTenantId: 'b',
      signedStartsOn: from,
      signedExpiresOn: to,
      signedService: 'b',
      signedVersion: '2022-11-02',
      value: Buffer.from('key').toString('base64'),
    };
    const values = {
      containerName: 'media',
      blobName: 'x/poster.jpg',
      permissions: BlobSASPermissions.parse('r'),
      expiresOn: at('08:00:00'),
    };
    return generateBlobSASQueryParameters(values, key, 'account').toString();
  };
  expect(await sign()).toBe(await sign());
});
