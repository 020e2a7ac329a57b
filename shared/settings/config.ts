import { languageListSchema } from '../heardLanguages.ts';
import { services } from './declaredProviders.ts';
import { knows, priceOf } from './prices.ts';
import { usesOf } from './providerUses.ts';
import { type Config, configSchema } from './schema.ts';

const pairs = [
  ['AskwellStorage', 'AskwellStorage__blobServiceUri'],
  ['AskwellServiceBus', 'AskwellServiceBus__fullyQualifiedNamespace'],
  ['COSMOS_CONNECTION', 'COSMOS_ENDPOINT'],
] as const;

/**
 * Reads the settings. An empty value counts as absent.
 * @throws Error that names every bad or missing setting; never shows a value, which may be a secret.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = configSchema.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  for (const [first, second] of pairs) {
    if (given[first] === undefined && given[second] === undefined) problems.push(`${first} (or ${second}): missing`);
  }
  const inAzure = (given.WEBSITE_INSTANCE_ID ?? given.CONTAINER_APP_NAME) !== undefined;
  if (given.SIGN_IN === undefined && inAzure)
    problems.push('SIGN_IN: missing; in Azure, nothing is open to everybody by default');
  if (given.SPEAKERS === undefined && (inAzure || given.SIGN_IN === 'entra'))
    problems.push('SPEAKERS: missing; on or off: whether voices are told apart is for whoever is responsible to say');
  if (parsed.success) problems.push(...settingProblems(parsed.data, given));
  if (!parsed.success || problems.length > 0) {
    throw new Error(`Settings are not usable:\n  ${problems.join('\n  ')}\nSee local.settings.example.json.`);
  }
  return parsed.data;
}

function settingProblems(settings: Config, given: Readonly<Record<string, string | undefined>>): string[] {
  const problems: string[] = [];
  if (given.LANGUAGES !== undefined && given.SPEECH_LANGUAGE !== undefined)
    problems.push('SPEECH_LANGUAGE: it means LANGUAGES with one language; set one of the two');
  if ((settings.READY_WEBHOOK === undefined) !== (settings.READY_WEBHOOK_KEY === undefined))
    problems.push('READY_WEBHOOK_KEY: what is posted to READY_WEBHOOK is signed; set both, or neither');
  if (settings.SHADOW_ENGINE === 'local' && settings.SHADOW_MODEL === undefined)
    problems.push('SHADOW_MODEL: SHADOW_ENGINE local needs the file of a second model');
  if (asksLargeModel(settings) && usesOf(settings, 'chat').length === 0)
    problems.push(
      'CODING_MODEL: CODING_ENGINE or SHADOW_ENGINE asks a large model; name it, and where it is (OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT or CODING_BASE_URL), or list one in PROVIDERS',
    );
  for (const [index, { keyFrom }] of (settings.PROVIDERS ?? []).entries()) {
    if (keyFrom !== undefined && given[keyFrom] === undefined)
      problems.push(`PROVIDERS.${index}.keyFrom: the setting ${keyFrom} is missing`);
  }
  for (const { name, words } of usesOf(settings, 'speech')) {
    if (words === 'none' && settings.SPEECH_SERVICE_URL === undefined)
      problems.push(
        `PROVIDERS: ${name} gives text without times; SPEECH_SERVICE_URL must name our service, which gives them`,
      );
  }
  // Who names a budget means all that is spent; the default holds what has a known price.
  if (given.DAILY_BUDGET === undefined || settings.DAILY_BUDGET === Number.POSITIVE_INFINITY) return problems;
  for (const use of services.flatMap((service) => usesOf(settings, service))) {
    if (!knows(priceOf(use, settings.PRICES), use.service))
      problems.push(`PRICES: DAILY_BUDGET needs the price of ${use.name}/${use.model} (0 where it is free)`);
  }
  return problems;
}

const asksLargeModel = ({ CODING_ENGINE, SHADOW_ENGINE }: Config) =>
  CODING_ENGINE !== 'local' || (SHADOW_ENGINE !== undefined && SHADOW_ENGINE !== 'local');

type Named = { readonly languages?: string | undefined };
type Spoken = Pick<Config, 'LANGUAGES' | 'SPEECH_LANGUAGE' | 'SITE_LANGUAGES'>;

/**
 * The languages that a recording may hold, the first one where nobody speaks: as somebody chose, or its upload says, or
 * its site's setting, or that of all. ISO 639-1.
 */
export function languagesOf(
  { LANGUAGES, SPEECH_LANGUAGE, SITE_LANGUAGES }: Spoken,
  source?: { readonly siteId: string } & { readonly [from in 'details' | 'choices']?: Named | undefined },
): readonly string[] {
  const said = languageListSchema.safeParse(source?.choices?.languages ?? source?.details?.languages ?? '').data;
  const ofSite = source && Object.hasOwn(SITE_LANGUAGES, source.siteId) ? SITE_LANGUAGES[source.siteId] : undefined;
  return said ?? ofSite ?? SPEECH_LANGUAGE ?? LANGUAGES;
}

let read: Config | undefined;

/** The settings of this process, read at the first call. Functions call it while they load, so that a bad one stops the start. */
export function config(): Config {
  read ??= readConfig(process.env);
  return read;
}
