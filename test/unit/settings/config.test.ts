import { expect, test } from 'vitest';
import { readConfig } from '../../../shared/settings/config.ts';
import { configSchema } from '../../../shared/settings/schema.ts';
import { tellsSpeakers, voicesKeptDays } from '../../../shared/settings/speakers.ts';

const enough = { AskwellStorage: 's', AskwellServiceBus: 'b', COSMOS_CONNECTION: 'c' };

test('the three connections are enough, and the rest has sound values', () => {
  expect(readConfig(enough)).toMatchObject({
    SPEECH_MODEL: 'whisper-base',
    SPEECH_PARALLEL: 4,
    KEEP_WORK_FILES: false,
  });
});

test('managed identity stands in for a connection string', () => {
  const { COSMOS_CONNECTION: _, ...rest } = enough;
  expect(readConfig({ ...rest, COSMOS_ENDPOINT: 'https://a.documents.azure.com' }).COSMOS_ENDPOINT).toContain('azure');
});

test('every missing and every bad setting is named, and no value is shown', () => {
  const read = () => readConfig({ SPEECH_PARALLEL: '1000', COSMOS_ENDPOINT: 'secret words', KEEP_WORK_FILES: 'yes' });
  expect(read).toThrow(/SPEECH_PARALLEL/);
  expect(read).toThrow(/KEEP_WORK_FILES/);
  expect(read).toThrow(/AskwellStorage/);
  expect(read).not.toThrow(/secret words/);
});

test.each([
  ['a function app', 'WEBSITE_INSTANCE_ID'],
  ['a Container App', 'CONTAINER_APP_NAME'],
])('in Azure, who may come in must be said: %s does not start open', (_, mark) => {
  const azure = { ...enough, [mark]: 'x' };
  expect(() => readConfig(azure)).toThrow(/SIGN_IN: missing/);
  expect(() => readConfig({ ...azure, SIGN_IN: '' })).toThrow(/SIGN_IN: missing/);
  expect(readConfig({ ...azure, SIGN_IN: 'entra', SPEAKERS: 'off' }).SIGN_IN).toBe('entra');
  expect(readConfig(enough).SIGN_IN).toBe('none');
});

test('whether voices are told apart must be said in Azure and where people sign in, and is on on one machine', () => {
  const azure = { ...enough, SIGN_IN: 'none', WEBSITE_INSTANCE_ID: 'x' };
  expect(() => readConfig(azure)).toThrow(/SPEAKERS: missing/);
  expect(() => readConfig({ ...enough, SIGN_IN: 'entra' })).toThrow(/SPEAKERS: missing/);
  expect(() => readConfig({ ...enough, SPEAKERS: 'perhaps' })).toThrow(/SPEAKERS/);
  const lesson = { siteId: 'north' };
  expect(tellsSpeakers(readConfig(enough), lesson)).toBe(true);
  expect(tellsSpeakers(readConfig({ ...enough, SPEAKERS: 'off' }), lesson)).toBe(false);
  expect(tellsSpeakers(readConfig({ ...azure, SPEAKERS: 'on' }), lesson)).toBe(true);
  // A site, an upload and whoever analyses again may leave it; nobody has it where another left it.
  const bySite = readConfig({ ...enough, SITE_SPEAKERS: '{"south":"off"}' });
  expect(tellsSpeakers(bySite, lesson)).toBe(true);
  expect(tellsSpeakers(bySite, { siteId: 'south', choices: { speakers: true } })).toBe(false);
  expect(tellsSpeakers(readConfig(enough), { ...lesson, details: { speakers: 'off' } })).toBe(false);
  expect(tellsSpeakers(readConfig(enough), { ...lesson, choices: { speakers: false } })).toBe(false);
  expect(() => readConfig({ ...enough, SITE_SPEAKERS: '{"south":"on"}' })).toThrow('SITE_SPEAKERS');
});

test('embeddings of voices are kept for a week where there is an account for them, and nowhere else', () => {
  const account = { ...enough, AskwellVoices: 'v' };
  expect(voicesKeptDays(readConfig(account))).toBe(7);
  expect(voicesKeptDays(readConfig({ ...account, VOICES_KEPT_DAYS: '0' }))).toBe(0);
  expect(voicesKeptDays(readConfig(enough))).toBe(0);
  expect(() => readConfig({ ...account, VOICES_KEPT_DAYS: '31' })).toThrow('VOICES_KEPT_DAYS');
});

test('an empty setting counts as absent', () => {
  expect(readConfig({ ...enough, SPEECH_PARALLEL: '' }).SPEECH_PARALLEL).toBe(4);
});

test('no default names somebody else’s model', async () => {
  const ours = ['whisper-base'];
  for (const [name, setting] of Object.entries(configSchema.shape)) {
    if (!/MODEL/.test(name)) continue;
    const fallback = setting.safeParse(undefined);
    expect([undefined, ...ours], name).toContain(fallback.data);
  }
});
