import type { DeclaredProvider, Service } from './declaredProviders.ts';
import type { ProviderUse } from './providerUse.ts';
import type { Config } from './schema.ts';

/**
 * Who serves chat or speech, in the order in which they are asked: the list of PROVIDERS, or, where it has none for
 * this service, the one that the plain settings name. Empty when they name none.
 */
export function usesOf(settings: Config, service: Service): ProviderUse[] {
  const listed = (settings.PROVIDERS ?? []).flatMap((provider) => {
    const use = declaredUse(provider, service, settings);
    return use === null ? [] : [use];
  });
  if (listed.length > 0) return listed;
  const plain = service === 'speech' ? plainSpeech(settings) : plainChat(settings);
  return plain === null ? [] : [plain];
}

const patience = (settings: Config, service: Service) =>
  service === 'speech' ? settings.SPEECH_TIMEOUT_SECONDS : settings.CODING_TIMEOUT_SECONDS;

function declaredUse(provider: DeclaredProvider, service: Service, settings: Config): ProviderUse | null {
  const { chat, speech, name, ...access } = provider;
  const declared = service === 'chat' ? chat : speech;
  if (declared === undefined) return null;
  const { model, timeoutSeconds, requestsPerMinute, requestsPerDay, unitsPerMinute, unitsPerDay } = declared;
  return {
    ...access,
    name,
    service,
    model,
    engine: (service === 'speech' ? speech?.engine : undefined) ?? name,
    timeoutSeconds: timeoutSeconds ?? patience(settings, service),
    temperature: temperatureOf(chat?.temperature),
    words: service === 'speech' ? speech?.words : undefined,
    limits: { requestsPerMinute, requestsPerDay, unitsPerMinute, unitsPerDay },
  };
}

// The same question shall get the same code again, as far as a model can; some models refuse to be told.
const temperatureOf = (declared: number | null | undefined) => (declared === undefined ? 0 : declared);

// Sound goes only to who is named for it: a key or a resource that is there for the large model is no such name.
function plainSpeech(settings: Config): ProviderUse | null {
  const { SPEECH_BASE_URL: baseUrl, SPEECH_SERVICE_URL: service } = settings;
  const common = { service: 'speech' as const, model: settings.SPEECH_MODEL, ...plainCommon(settings, 'speech') };
  const named = (engine: string) => ({ ...common, name: engine, engine: settings.SPEECH_ENGINE ?? engine });
  const keyIn = (name: 'SPEECH_API_KEY' | 'SPEECH_SERVICE_KEY') => (settings[name] === undefined ? undefined : name);
  if (baseUrl !== undefined)
    return { ...named(new URL(baseUrl).hostname), kind: 'compatible', baseUrl, keyFrom: keyIn('SPEECH_API_KEY') };
  if (service === undefined) return null;
  const own = { kind: 'compatible', own: true, baseUrl: new URL('/v1', service).href } as const;
  return { ...named('askwell-speech'), ...own, keyFrom: keyIn('SPEECH_SERVICE_KEY') };
}

function plainChat(settings: Config): ProviderUse | null {
  const model = settings.CODING_MODEL;
  if (model === undefined) return null;
  const common = { service: 'chat' as const, model, ...plainCommon(settings, 'chat') };
  const named = (engine: string) => ({ ...common, name: engine, engine });
  const baseUrl = settings.CODING_BASE_URL;
  if (baseUrl !== undefined) {
    const keyFrom = settings.CODING_API_KEY === undefined ? undefined : 'CODING_API_KEY';
    return { ...named(new URL(baseUrl).hostname), kind: 'compatible', baseUrl, keyFrom };
  }
  if (settings.AZURE_OPENAI_ENDPOINT !== undefined) return { ...named('azure-openai'), ...azure(settings) };
  if (settings.OPENAI_API_KEY === undefined) return null;
  return { ...named('openai'), kind: 'openai', keyFrom: 'OPENAI_API_KEY' };
}

const plainCommon = (settings: Config, service: Service) => ({
  timeoutSeconds: patience(settings, service),
  temperature: 0,
  limits: {},
});

const azure = (settings: Config) => ({
  kind: 'azure-openai' as const,
  endpoint: settings.AZURE_OPENAI_ENDPOINT ?? '',
  apiVersion: settings.AZURE_OPENAI_API_VERSION,
  keyFrom: settings.AZURE_OPENAI_API_KEY === undefined ? undefined : 'AZURE_OPENAI_API_KEY',
});
