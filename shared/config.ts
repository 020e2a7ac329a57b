import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const number = (low: number, high: number, fallback: number) =>
  z.coerce.number().int().min(low).max(high).default(fallback);

/**
 * Every setting of the application, by the name that it has in the environment.
 * Sizes are bytes, times are seconds. The table in README.md follows this order.
 */
const schema = z.object({
  AskwellStorage: z.string().optional().describe('connection string of the storage account for videos and results'),
  AskwellStorage__blobServiceUri: z.url().optional().describe('instead of it, with managed identity'),
  AskwellServiceBus: z.string().optional().describe('connection string of the Service Bus namespace'),
  AskwellServiceBus__fullyQualifiedNamespace: z.string().optional().describe('instead of it, with managed identity'),
  COSMOS_CONNECTION: z.string().optional().describe('connection string of the Cosmos DB account'),
  COSMOS_ENDPOINT: z.url().optional().describe('instead of it, with managed identity'),
  COSMOS_DATABASE: z.string().default('askwell'),
  SPEECH_BASE_URL: z.url().optional().describe('any OpenAI-compatible server; default is OpenAI'),
  SPEECH_API_KEY: z.string().optional().describe('its key; OPENAI_API_KEY is taken when this is absent'),
  OPENAI_API_KEY: z.string().optional(),
  AZURE_OPENAI_ENDPOINT: z.url().optional().describe('Azure OpenAI resource, used before the other two'),
  AZURE_OPENAI_API_KEY: z.string().optional().describe('absent: managed identity'),
  AZURE_OPENAI_API_VERSION: z.string().default('2024-10-21'),
  SPEECH_MODEL: z.string().default('whisper-1').describe('model, or deployment at Azure OpenAI'),
  SPEECH_ENGINE: z.string().optional().describe('the name under which transcripts record who spoke'),
  SPEECH_LANGUAGE: z.string().default('en').describe('ISO 639-1'),
  SPEECH_TIMEOUT_SECONDS: number(5, 590, 300).describe('for one chunk'),
  SPEECH_ATTEMPTS: number(1, 50, 12).describe('tries for one chunk, with growing pauses: 12 are about eight minutes'),
  SPEECH_CHUNK_SECONDS: number(20, 1200, 120).describe('length aimed at; cut at the nearest pause'),
  SPEECH_PARALLEL: number(1, 32, 4).describe('chunks of one lesson transcribed at once'),
  MAX_VIDEO_BYTES: number(1, 50_000_000_000, 8_000_000_000),
  MAX_VIDEO_SECONDS: number(1, 21_600, 14_400),
  MEDIA_TIMEOUT_SECONDS: number(10, 590, 540).describe('for one ffmpeg run; Functions stop an activity at 600'),
  KEEP_WORK_FILES: flag.default(false).describe('keep intermediate files after a completed lesson'),
});

export type Config = z.infer<typeof schema>;

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
  const parsed = schema.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  for (const [first, second] of pairs) {
    if (given[first] === undefined && given[second] === undefined) problems.push(`${first} (or ${second}): missing`);
  }
  if (!parsed.success || problems.length > 0) {
    throw new Error(`Settings are not usable:\n  ${problems.join('\n  ')}\nSee local.settings.example.json.`);
  }
  return parsed.data;
}

let read: Config | undefined;

/** The settings of this process, read at the first call. Functions call it while they load, so that a bad one stops the start. */
export function config(): Config {
  read ??= readConfig(process.env);
  return read;
}
