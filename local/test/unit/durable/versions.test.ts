import { describe, expect, test } from 'vitest';
import { compareVersions, unversioned, versionFault } from '../../../durable/versions.ts';

test.each([
  ['', '0.0'],
  ['1.9', '1.10'],
  ['1.2', '1.2.0'],
  ['1.2.9', '2.0'],
  // Neither is a version of .NET's: "10" has no second number.
  ['10', '9'],
  ['2025-12-31', '2026-01-01'],
  ['V1-alpha', 'v1-beta'],
])('%s is older than %s', (older, later) => {
  expect(compareVersions(older, later)).toBeLessThan(0);
  expect(compareVersions(later, older)).toBeGreaterThan(0);
});

test.each([
  ['', ''],
  ['1.0', '1.00'],
  ['Next', 'next'],
])('%s and %s are the same', (a, b) => {
  expect(compareVersions(a, b)).toBe(0);
});

describe('a host of version 2.0', () => {
  const host = { ...unversioned, defaultVersion: '2.0' };
  const runs = (versionMatchStrategy: typeof host.versionMatchStrategy) =>
    ['', '1.0', '2.0', '3.0'].filter(
      (version) => versionFault(version, { ...host, versionMatchStrategy }) === undefined,
    );

  test('runs what is as old or older, unless it is told otherwise', () => {
    expect(unversioned.versionMatchStrategy).toBe('CurrentOrOlder');
    expect(runs('CurrentOrOlder')).toEqual(['', '1.0', '2.0']);
  });

  test('runs its own version alone when it is strict, and everything when versions do not count', () => {
    expect(runs('Strict')).toEqual(['2.0']);
    expect(runs('None')).toEqual(['', '1.0', '2.0', '3.0']);
  });
});
