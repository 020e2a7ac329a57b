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
  if (listed.length > 0) return listed.map((use) => knowingOwn(settings, use));
  const plain = service === 'speech' ? plainSpeech(settings) : plainChat(settings);
  return plain === null ? [] : [knowingOwn(settings, plain)];
}

/** Our own service is known by its address, whichever setting names it: it is told more than others take, as all languages. */
function knowingOwn(settings: Config, use: ProviderUse): ProviderUse {
  const own = ownSpeech(settings);
  return 'baseUrl' in use && own !== null && hasOwn([use], own) ? { ...use, own: true } : use;
}

/**
 * Who hears a lesson, in the order in which they are asked: the one that was chosen for it, or all.
 * @param chosen a name that `speechOffers` has; one that the settings no longer have is as if nobody had chosen
 */
export function speechUsesOf(settings: Config, chosen: string | undefined): ProviderUse[] {
  const one = speechOffers(settings).find(({ name }) => name === chosen);
  return one === undefined ? usesOf(settings, 'speech') : [one];
}

/** Who could hear a lesson: whom the settings name, and our own service where it is there beside them. */
export function speechOffers(settings: Config): ProviderUse[] {
  const uses = usesOf(settings, 'speech');
  const own = ownSpeech(settings);
  const known = own === null || uses.some(({ name }) => name === own.name) || hasOwn(uses, own);
  return known ? uses : [...uses, own];
}

const hasOwn = (uses: readonly ProviderUse[], own: ProviderUse) =>
  uses.some((use) => 'baseUrl' in use && 'baseUrl' in own && address(use.baseUrl) === address(own.baseUrl));
const address = (url: string) => new URL(url).href.replace(/\/$/, '');

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
  const { SPEECH_BASE_URL: baseUrl } = settings;
  if (baseUrl === undefined) return ownSpeech(settings);
  const name = new URL(baseUrl).hostname;
  const keyFrom = settings.SPEECH_API_KEY === undefined ? undefined : 'SPEECH_API_KEY';
  const engine = settings.SPEECH_ENGINE ?? name;
  return {
    ...speechCommon(settings),
    model: settings.SPEECH_MODEL,
    name,
    engine,
    kind: 'compatible',
    baseUrl,
    keyFrom,
  };
}

/** Our own service, which is there for voices where another engine hears the words, and has one model then: its own. */
function ownSpeech(settings: Config): ProviderUse | null {
  const { SPEECH_SERVICE_URL: service, SPEECH_BASE_URL: other, SPEECH_SERVICE_KEY: key } = settings;
  if (service === undefined) return null;
  const name = 'askwell-speech';
  const beside = other !== undefined || usesListed(settings);
  const named = beside
    ? { model: ownModel, engine: name }
    : { model: settings.SPEECH_MODEL, engine: settings.SPEECH_ENGINE ?? name };
  const keyFrom = key === undefined ? undefined : 'SPEECH_SERVICE_KEY';
  const own = { kind: 'compatible', own: true, baseUrl: new URL('/v1', service).href } as const;
  return { ...speechCommon(settings), ...named, ...own, name, keyFrom };
}

/** The name of the family, which our service takes for the model that it has. */
const ownModel = 'whisper-1';
const usesListed = ({ PROVIDERS }: Config) => (PROVIDERS ?? []).some(({ speech }) => speech !== undefined);
const speechCommon = (settings: Config) => ({ service: 'speech' as const, ...plainCommon(settings, 'speech') });

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
