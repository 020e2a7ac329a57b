import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readConfig } from '../../../shared/settings/config.ts';
import { shadowCodes } from '../../../shared/stages/shadowCodes.ts';

const lesson = { siteId: 'River School', lessonId: '0'.repeat(24) };
const questions = ['Why did it sink?', 'Is it red?'].map((text, index) => ({
  ...{ id: `q${index}`, start: index, end: index + 1, text, before: '', after: '', quoted: false },
}));
const never = new AbortController().signal;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-shadow-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

function settings(more: Record<string, string>) {
  return readConfig({
    AskwellStorage: 's',
    AskwellServiceBus: 'b',
    COSMOS_CONNECTION: 'c',
    SHADOW_SHARE: '1',
    ...more,
  });
}

test('a second local model codes beside, under its own version', async () => {
  const model = JSON.parse(await readFile('shared/questions/model.json', 'utf8'));
  const file = join(folder, 'model.json');
  await writeFile(file, JSON.stringify({ ...model, version: 'local-0badcafe' }));
  const shadow = await shadowCodes(settings({ SHADOW_ENGINE: 'local', SHADOW_MODEL: file }), lesson, questions, never);
  expect(shadow?.codes).toMatchObject([
    { label: 'OEQ', modelVersion: 'local-0badcafe' },
    { label: 'CEQ', modelVersion: 'local-0badcafe' },
  ]);
  expect(shadow?.cost.money).toBe(0);
});

test('a shadow that fails is told in the logs, and the lesson goes on without', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const broken = settings({ SHADOW_ENGINE: 'local', SHADOW_MODEL: join(folder, 'missing.json') });
  expect(await shadowCodes(broken, lesson, questions, never)).toBeNull();
  expect(warned.mock.calls[0]?.[0]).toContain('shadow.failed');
});

test('without a shadow, or outside its share, nothing is coded twice', async () => {
  expect(await shadowCodes(settings({}), lesson, questions, never)).toBeNull();
  const none = settings({ SHADOW_ENGINE: 'local', SHADOW_MODEL: 'any', SHADOW_SHARE: '0' });
  expect(await shadowCodes(none, lesson, questions, never)).toBeNull();
});

test('a local shadow without its model stops the start', () => {
  expect(() => settings({ SHADOW_ENGINE: 'local' })).toThrow(/SHADOW_MODEL/);
});
