import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../shared/settings/config.ts';
import { isPaidSpeech } from '../../../shared/settings/paidSpeech.ts';
import { speechOffers, speechUsesOf, usesOf } from '../../../shared/settings/providerUses.ts';

const enough = { AskwellStorage: 's', AskwellServiceBus: 'b', COSMOS_CONNECTION: 'c' };
const read = (more: Record<string, string>) => readConfig({ ...enough, ...more });
const named = (more: Record<string, string>, service: 'chat' | 'speech') =>
  usesOf(read(more), service).map(({ name, kind, model, engine }) => ({ name, kind, model, engine }));

const list = [
  {
    name: 'azure-eu',
    kind: 'azure-openai',
    endpoint: 'https://eu.openai.azure.com',
    chat: { model: 'coder', requestsPerMinute: 60 },
    speech: { model: 'whisper', engine: 'Whisper (Azure)' },
  },
  {
    name: 'openai',
    kind: 'openai',
    keyFrom: 'OPENAI_API_KEY',
    chat: { model: 'gpt-4.1-mini', timeoutSeconds: 9, temperature: null },
  },
];

describe('the plain settings', () => {
  test('without any, nobody is asked', () => {
    expect([named({}, 'chat'), named({}, 'speech')]).toEqual([[], []]);
  });

  test.each([
    { OPENAI_API_KEY: 'k' },
    { AZURE_OPENAI_ENDPOINT: 'https://a.openai.azure.com', AZURE_OPENAI_API_KEY: 'k' },
    { OPENAI_API_KEY: 'k', SPEECH_API_KEY: 'k', SPEECH_MODEL: 'm' },
    { OPENAI_API_KEY: 'k', CODING_BASE_URL: 'https://api.example.org/v1', CODING_MODEL: 'm' },
  ])('%j send sound nowhere', (settings) => {
    expect(named(settings, 'speech')).toEqual([]);
  });

  test('a key of OpenAI asks the large model that is named, and none that is not', () => {
    expect(named({ OPENAI_API_KEY: 'k', CODING_MODEL: 'm' }, 'chat')).toEqual([
      { name: 'openai', kind: 'openai', model: 'm', engine: 'openai' },
    ]);
    expect(named({ OPENAI_API_KEY: 'k' }, 'chat')).toEqual([]);
  });

  test('Azure OpenAI goes before OpenAI', () => {
    const settings = { OPENAI_API_KEY: 'k', AZURE_OPENAI_ENDPOINT: 'https://a.openai.azure.com', CODING_MODEL: 'm' };
    expect(usesOf(read(settings), 'chat')).toMatchObject([{ kind: 'azure-openai', keyFrom: undefined }]);
  });

  test('a speech server of one’s own serves speech alone, under its own name', () => {
    const settings = {
      SPEECH_BASE_URL: 'http://speech:9000/v1',
      SPEECH_API_KEY: 'local',
      SPEECH_ENGINE: 'whisper-base (local)',
    };
    expect(named(settings, 'speech')).toEqual([
      { name: 'speech', kind: 'compatible', model: 'whisper-base', engine: 'whisper-base (local)' },
    ]);
    expect(named(settings, 'chat')).toEqual([]);
  });

  test('our own service hears the words where no other engine is named, and its calls cost nothing', () => {
    const ours = { SPEECH_SERVICE_URL: 'https://speech.internal', SPEECH_SERVICE_KEY: 's', DAILY_BUDGET: '1' };
    const [use] = usesOf(read(ours), 'speech');
    expect(use).toMatchObject({ baseUrl: 'https://speech.internal/v1', keyFrom: 'SPEECH_SERVICE_KEY', own: true });
    expect(isPaidSpeech(read(ours))).toBe(false);
    const other = { ...ours, SPEECH_BASE_URL: 'http://localhost:9000/v1' };
    expect(usesOf(read(other), 'speech')).toMatchObject([{ baseUrl: 'http://localhost:9000/v1', keyFrom: undefined }]);
    // Another's server is paid for until a price says otherwise.
    expect(() => read({ SPEECH_BASE_URL: 'https://speech.internal/v1', DAILY_BUDGET: '1' })).toThrow(/needs the price/);
  });

  test.each(['https://speech.internal/v1', 'https://speech.internal:443/v1/'])(
    'our own service is known by its address %s, whichever setting names it: it is told all languages',
    (baseUrl) => {
      const ours = { SPEECH_SERVICE_URL: 'https://speech.internal' };
      const listed = [{ kind: 'compatible', name: 'a', baseUrl, speech: { model: 'm' } }];
      expect(usesOf(read({ ...ours, SPEECH_BASE_URL: baseUrl }), 'speech')).toMatchObject([{ baseUrl, own: true }]);
      expect(usesOf(read({ ...ours, PROVIDERS: JSON.stringify(listed) }), 'speech')).toMatchObject([{ own: true }]);
      const [elsewhere] = usesOf(read({ ...ours, SPEECH_BASE_URL: 'https://speech.example/v1' }), 'speech');
      expect(elsewhere).not.toHaveProperty('own');
    },
  );

  test('a speech server gets its own key or none, never another’s', () => {
    const settings = { SPEECH_BASE_URL: 'http://speech:9000/v1', OPENAI_API_KEY: 'k' };
    expect(usesOf(read(settings), 'speech')).toMatchObject([{ keyFrom: undefined }]);
  });

  test.each([{ CODING_ENGINE: 'openai' }, { CODING_ENGINE: 'cascade' }, { SHADOW_ENGINE: 'openai' }])(
    '%j asks for the large model’s name at the start',
    (settings) => {
      expect(() => read({ ...settings, OPENAI_API_KEY: 'k' })).toThrow('CODING_MODEL: ');
      expect(() => read({ ...settings, CODING_MODEL: 'm' })).toThrow('CODING_MODEL: ');
      expect(() => read({ ...settings, CODING_MODEL: 'm', OPENAI_API_KEY: 'k' })).not.toThrow();
    },
  );

  test('a large model of one’s own needs no key', () => {
    expect(usesOf(read({ CODING_BASE_URL: 'http://localhost:11434/v1', CODING_MODEL: 'm' }), 'chat')).toMatchObject([
      { name: 'localhost', kind: 'compatible', keyFrom: undefined, timeoutSeconds: 30 },
    ]);
  });
});

describe('PROVIDERS', () => {
  const settings = { PROVIDERS: JSON.stringify(list), OPENAI_API_KEY: 'secret-key' };

  test('are asked in their order, each for what it serves', () => {
    expect(named(settings, 'chat').map(({ name }) => name)).toEqual(['azure-eu', 'openai']);
    expect(named(settings, 'speech')).toEqual([
      { name: 'azure-eu', kind: 'azure-openai', model: 'whisper', engine: 'Whisper (Azure)' },
    ]);
    expect(usesOf(read(settings), 'chat')).toMatchObject([
      { timeoutSeconds: 30, temperature: 0, limits: { requestsPerMinute: 60 } },
      { timeoutSeconds: 9, temperature: null },
    ]);
  });

  test('where they have none for a service, the plain settings count', () => {
    const chatOnly = { ...settings, PROVIDERS: JSON.stringify([list[1]]), SPEECH_BASE_URL: 'http://localhost:9000/v1' };
    expect(named(chatOnly, 'speech')).toMatchObject([{ name: 'localhost' }]);
  });

  test('hold no key: what they give away is a name', () => {
    expect(JSON.stringify([usesOf(read(settings), 'chat'), read(settings).PROVIDERS])).not.toContain('secret-key');
  });

  test.each([
    ['no JSON', '[{"name":', /PROVIDERS: is not JSON/],
    ['an empty list', '[]', /PROVIDERS/],
    ['a key in the list', JSON.stringify([{ ...list[1], apiKey: 'sk-123' }]), /PROVIDERS\.0: .*apiKey/],
    ['a kind nobody knows', JSON.stringify([{ ...list[1], kind: 'magic' }]), /PROVIDERS\.0\.kind/],
    [
      'a variable that is not set',
      JSON.stringify([{ ...list[1], keyFrom: 'OTHER_KEY' }]),
      /PROVIDERS\.0\.keyFrom: the setting OTHER_KEY is missing/,
    ],
    ['two of one name', JSON.stringify([list[0], list[0]]), /same name/],
    ['a provider of nothing', JSON.stringify([{ name: 'a', kind: 'openai', keyFrom: 'OPENAI_API_KEY' }]), /neither/],
    [
      'an address that is a file',
      JSON.stringify([{ name: 'a', kind: 'compatible', baseUrl: 'file:///etc/passwd', chat: { model: 'm' } }]),
      /baseUrl/,
    ],
  ])('%s is named, and no value is shown', (_, PROVIDERS, message) => {
    const reading = () => read({ ...settings, PROVIDERS });
    expect(reading).toThrow(message);
    expect(reading).not.toThrow(/sk-123|secret-key/);
  });
});

describe('a speech engine that gives text alone', () => {
  const speech = { model: 'm', words: 'none' };
  const settings = {
    PROVIDERS: JSON.stringify([{ name: 'texter', kind: 'openai', keyFrom: 'OPENAI_API_KEY', speech }]),
    OPENAI_API_KEY: 'k',
  };

  test('is refused by its name where nobody gives the times', () => {
    expect(() => read(settings)).toThrow('PROVIDERS: texter gives text without times');
  });

  test('is taken where our service does', () => {
    const uses = usesOf(read({ ...settings, SPEECH_SERVICE_URL: 'http://127.0.0.1:9000' }), 'speech');
    expect(uses).toMatchObject([{ name: 'texter', words: 'none' }]);
  });
});

describe('a budget', () => {
  test('needs the prices of all who may be asked', () => {
    const budget = { DAILY_BUDGET: '2', OPENAI_API_KEY: 'k', CODING_MODEL: 'brand-new' };
    expect(() => read(budget)).toThrow('PRICES: DAILY_BUDGET needs the price of openai/brand-new');
    expect(() => read({ ...budget, PRICES: '{"openai/brand-new":{"input":1}}' })).toThrow('openai/brand-new');
    expect(read({ ...budget, PRICES: '{"openai/brand-new":{"input":1,"output":2}}' }).DAILY_BUDGET).toBe(2);
  });

  test('is there where nobody sets one, and can be lifted; then it asks for no prices', () => {
    const unknown = { OPENAI_API_KEY: 'k', CODING_MODEL: 'brand-new' };
    expect(read(unknown).DAILY_BUDGET).toBe(10);
    expect(read({ ...unknown, DAILY_BUDGET: 'none' }).DAILY_BUDGET).toBe(Number.POSITIVE_INFINITY);
    expect(() => read({ DAILY_BUDGET: 'a lot' })).toThrow('DAILY_BUDGET');
  });

  test('asks nothing of a server on this machine', () => {
    const local = { SPEECH_BASE_URL: 'http://127.0.0.1:9000/v1', SPEECH_API_KEY: 'local' };
    expect(read({ ...local, DAILY_BUDGET: '0' }).DAILY_BUDGET).toBe(0);
  });
});

describe('who may be chosen to hear a lesson', () => {
  const service = { SPEECH_SERVICE_URL: 'http://127.0.0.1:9000' };
  const offered = (more: Record<string, string>) => speechOffers(read(more)).map(({ name, model }) => [name, model]);
  const both = { PROVIDERS: JSON.stringify(list), OPENAI_API_KEY: 'k', ...service };

  test('is whom the settings name, and our own service beside them', () => {
    expect(offered({})).toEqual([]);
    expect(offered(service)).toEqual([['askwell-speech', 'whisper-base']]);
    expect(offered(both)).toEqual([
      ['azure-eu', 'whisper'],
      ['askwell-speech', 'whisper-1'],
    ]);
    expect(offered({ ...service, SPEECH_BASE_URL: 'http://127.0.0.1:9000/v1' })).toEqual([
      ['127.0.0.1', 'whisper-base'],
    ]);
  });

  test('hears it alone, at its own price; a name that is gone is as none', () => {
    const settings = read(both);
    expect(speechUsesOf(settings, 'askwell-speech').map(({ name }) => name)).toEqual(['askwell-speech']);
    expect(speechUsesOf(settings, 'gone').map(({ name }) => name)).toEqual(['azure-eu']);
    expect([isPaidSpeech(settings), isPaidSpeech(settings, 'askwell-speech')]).toEqual([true, false]);
  });
});
