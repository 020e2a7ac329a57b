import { expect, test } from 'vitest';
import { behindProxy, gatewaysIn, machineAlone } from '../../../frontDoor/callers.ts';

test('where nobody signs in, this machine alone may call: itself, and the gateway of its network', async () => {
  const standing = machineAlone(async () => ['10.89.3.1']);
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.89.3.1', '::ffff:10.89.3.1'])
    expect(await standing(address), address).toBe('nobody');
  for (const address of ['10.89.3.2', '192.168.1.20', '::ffff:192.168.1.20', ''])
    expect(await standing(address), address).toBe('refused');
});

test('a gateway is read as Linux writes it', () => {
  const routes =
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\n' +
    'eth0\t00000000\t0103590A\t0003\t0\t0\t100\t00000000\n' +
    'eth0\t0003590A\t00000000\t0001\t0\t0\t100\t00FFFFFF\n';
  expect(gatewaysIn(routes)).toEqual(['10.89.3.1']);
});

test('behind a proxy it alone says who has signed in', async () => {
  const standing = behindProxy('sign-in', async () => [{ address: '10.89.3.7' }]);
  expect(await standing('::ffff:10.89.3.7')).toBe('signs-in');
  for (const address of ['10.89.3.1', '127.0.0.1', '10.89.3.70'])
    expect(await standing(address), address).toBe('nobody');
});

test('while the proxy is not there nobody speaks for it', async () => {
  const standing = behindProxy('sign-in', () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })));
  expect(await standing('127.0.0.1')).toBe('nobody');
});
