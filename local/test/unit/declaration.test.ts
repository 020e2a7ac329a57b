import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { clock, writeDeclaration } from '../../fixtures/declaredApp.ts';
import { declaredSettings, portSettingsOf, readResources } from '../../resources.ts';
import { partNames } from '../../stack.ts';

const written: string[] = [];
afterAll(() => Promise.all(written.map((folder) => rm(folder, { recursive: true }))));

async function declare(...declared: Parameters<typeof writeDeclaration>) {
  const { appDir, file } = await writeDeclaration(...declared);
  written.push(appDir);
  return { file, appDir };
}

test('an application’s own part is one of all, with its port and the settings that it speaks of', async () => {
  const parts = { clock: { ...clock, settings: { CLOCK_URL: '{clock}/now' }, environment: { CLOCK_ZONE: 'UTC' } } };
  const { file, appDir } = await declare({ parts, settings: { MODE: 'local' } });
  const resources = await readResources(file);
  expect(partNames(resources)).toEqual(['azurite', 'cosmos', 'servicebus', 'host', 'events', 'clock']);
  expect(portSettingsOf(resources).clock).toEqual({ variable: 'CLOCK_PORT', usual: 0 });
  expect(declaredSettings(resources)).toEqual(['MODE', 'CLOCK_URL', 'CLOCK_ZONE']);
  expect(dirname(resources.parts.clock?.script ?? '')).toBe(appDir);
});

test.each([
  ['a part named like one that is there', { parts: { cosmos: clock } }, 'are taken'],
  ['a setting with the address of nothing', { parts: { clock: { ...clock, settings: { A: '{cloc}' } } } }, '{cloc}'],
  ['a condition that there is not', { parts: { clock: { ...clock, unless: 'rain' } } }, 'no condition "rain"'],
  [
    'such a condition of one setting',
    { parts: { clock: { ...clock, settings: { A: { value: 'a', when: 'rain' } } } } },
    'no condition "rain"',
  ],
  ['a word that is not known', { parts: { clock: { ...clock, portt: 1 } } }, 'portt'],
])('%s is refused by name', async (_, declared, named) => {
  const { file } = await declare(declared);
  await expect(readResources(file)).rejects.toThrow(named);
});
