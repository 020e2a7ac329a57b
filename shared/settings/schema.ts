import { z } from 'zod';
import { languageListSchema } from '../heardLanguages.ts';
import { codebooksSetting } from './codebooks.ts';
import { providersSchema } from './declaredProviders.ts';
import { pricesSchema } from './prices.ts';
import { siteRolesSchema } from './siteRoles.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const number = (low: number, high: number, fallback: number) =>
  z.coerce.number().int().min(low).max(high).default(fallback);
const json = <T extends z.ZodType>(schema: T) => z.string().transform(parsedJson).pipe(schema);

function parsedJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, and a setting's value is never shown.
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
}

/**
 * Every setting of the application, by the name that it has in the environment.
 * Sizes are bytes, times are seconds. The table in docs/settings.md follows this order.
 */
export const configSchema = z.object({
  AskwellStorage: z.string().optional().describe('connection string of the storage account for videos and results'),
  AskwellStorage__blobServiceUri: z.url().optional().describe('instead of it, with managed identity'),
  AskwellStorage__tableServiceUri: z.url().optional().describe('its table service, for the audit log'),
  AskwellVoices: z
    .string()
    .optional()
    .describe(
      'connection string of the account for embeddings of voices, without versions, soft delete and backup; absent: none are kept',
    ),
  AskwellVoices__blobServiceUri: z.url().optional().describe('instead of it, with managed identity'),
  STORAGE_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('under which browsers reach blob storage, where that is not its own address'),
  AUDIT_TABLE: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{2,62}$/, 'the name of a table')
    .default('audit'),
  AskwellServiceBus: z.string().optional().describe('connection string of the Service Bus namespace'),
  AskwellServiceBus__fullyQualifiedNamespace: z.string().optional().describe('instead of it, with managed identity'),
  COSMOS_CONNECTION: z.string().optional().describe('connection string of the Cosmos DB account'),
  COSMOS_ENDPOINT: z.url().optional().describe('instead of it, with managed identity'),
  COSMOS_DATABASE: z.string().default('askwell'),
  SPEECH_BASE_URL: z.url().optional().describe('any OpenAI-compatible speech server, instead of our own service'),
  SPEECH_API_KEY: z.string().optional().describe('its key'),
  OPENAI_API_KEY: z.string().optional().describe('OpenAI, for the large model; for speech where PROVIDERS says so'),
  AZURE_OPENAI_ENDPOINT: z.url().optional().describe('Azure OpenAI resource for the large model, used before OpenAI'),
  AZURE_OPENAI_API_KEY: z.string().optional().describe('absent: managed identity'),
  AZURE_OPENAI_API_VERSION: z.string().default('2024-10-21'),
  SPEECH_MODEL: z.string().default('whisper-base').describe('its model; the default is our own'),
  SPEECH_ENGINE: z.string().optional().describe('the name under which transcripts record who spoke'),
  LANGUAGES: languageListSchema
    .default(['en', 'es'])
    .describe('ISO 639-1, apart by commas: the languages that a recording may hold, told for each utterance'),
  SPEECH_LANGUAGE: languageListSchema
    .pipe(z.array(z.string()).max(1, 'names one language'))
    .optional()
    .describe('the only language, as LANGUAGES with one'),
  SITE_LANGUAGES: json(z.record(z.string().min(1), languageListSchema))
    .default({})
    .describe('JSON, the same for sites that hold others: {"River School":"es,en"}; an upload may say its own'),
  SPEECH_TIMEOUT_SECONDS: number(5, 590, 300).describe('for one chunk'),
  SPEECH_SERVICE_URL: z
    .url()
    .optional()
    .describe(
      'our speech service: hears where anybody speaks, and the words where neither SPEECH_BASE_URL nor PROVIDERS names another engine',
    ),
  SPEECH_SERVICE_KEY: z.string().optional().describe('its key'),
  SPEECH_ATTEMPTS: number(1, 50, 12).describe('tries for one chunk, with growing pauses: 12 are about eight minutes'),
  SPEECH_CHUNK_SECONDS: number(20, 1200, 120).describe('length aimed at; cut at the nearest pause'),
  SPEECH_PARALLEL: number(1, 32, 4).describe('chunks of one lesson transcribed at once'),
  LESSONS_AT_ONCE: number(1, 10_000, 4).describe(
    'lessons that one app works on at once, first come, first served; a quarter of them never large files',
  ),
  PROVIDERS: json(providersSchema)
    .optional()
    .describe('JSON list of providers for chat and speech in the order in which they are asked, instead of the above'),
  CODING_ENGINE: z.enum(['local', 'openai', 'cascade']).default('local').describe('who codes the questions'),
  CODING_MODEL: z
    .string()
    .optional()
    .describe('large model, or deployment at Azure OpenAI; needed where CODING_ENGINE or SHADOW_ENGINE asks one'),
  CODING_BASE_URL: z.url().optional().describe('any OpenAI-compatible server for the large model'),
  CODING_API_KEY: z.string().optional().describe('its key'),
  CODING_THRESHOLD: z.coerce
    .number()
    .min(0.5)
    .max(1)
    .default(0.9)
    .describe('cascade asks the large model where the local confidence is below it'),
  CODING_BATCH: number(1, 50, 20).describe('questions in one call of the large model'),
  CODING_TIMEOUT_SECONDS: number(1, 120, 30).describe('for one call of the large model'),
  CODING_CACHE_DAYS: number(0, 3650, 90).describe(
    'how long its answers are kept for the same question; 0: in memory only',
  ),
  REDIS_URL: z.url().optional().describe('where they are kept; default is Cosmos DB'),
  CODEBOOK: codebooksSetting
    .optional()
    .describe('a codebook of your own, for all sites or some: JSON, or the path of a file of it (docs/ownCodebook.md)'),
  SHADOW_ENGINE: z.enum(['local', 'openai', 'cascade']).optional().describe('codes beside the engine, never shown'),
  SPANISH_WEIGHTS: z
    .enum(['all', 'authored'])
    .default('all')
    .describe('authored: trained without CHILDES, for whoever its terms bind'),
  SHADOW_MODEL: z.string().optional().describe('file of a second local model, for SHADOW_ENGINE local'),
  SHADOW_SHARE: z.coerce.number().min(0).max(1).default(0).describe('share of the lessons that the shadow codes too'),
  PRICES: json(pricesSchema)
    .default({})
    .describe('JSON, US dollars: {"provider/model":{"input","output","audioMinute"}}'),
  DAILY_BUDGET: z
    .union([z.literal('none').transform(() => Number.POSITIVE_INFINITY), z.coerce.number().min(0)])
    .default(10)
    .describe('US dollars a day (UTC) for calls that cost money, as far as their prices are known; none: without end'),
  SIGN_IN: z
    .enum(['none', 'entra'])
    .default('none')
    .describe('entra: people sign in at the platform, and their roles count; must be set in Azure'),
  SPEAKERS: z
    .enum(['on', 'off'])
    .optional()
    .describe(
      'whether voices are told apart, by embeddings, which are biometric; on where nobody signs in, must be set where people do and in Azure',
    ),
  SITE_SPEAKERS: json(z.record(z.string().min(1), z.literal('off')))
    .default({})
    .describe('JSON, sites where voices are not told apart: {"River School":"off"}; an upload may say so, too'),
  VOICES_KEPT_DAYS: number(0, 30, 7).describe(
    'how long the embeddings of voices live, so that corrections can teach; 0: they are dropped when the analysis ends',
  ),
  REMOVED_VOICE_ORIGINAL: z
    .enum(['replace', 'keep'])
    .default('replace')
    .describe(
      'what becomes of the recording when a voice is taken out of its lesson: the muted one takes its place, or it is kept and never given out',
    ),
  SITE_REMOVED_VOICE_ORIGINAL: json(z.record(z.string().min(1), z.enum(['replace', 'keep'])))
    .default({})
    .describe('JSON, the same for sites that chose otherwise: {"River School":"keep"}'),
  SITE_ROLES: json(siteRolesSchema)
    .default({})
    .describe('JSON, roles of groups, by the id that the sign-in gives: {"GROUP":["coach@River School"]}'),
  READY_WEBHOOK: z
    .url({ protocol: /^https?$/ })
    .refine((address) => /^https:|^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/.test(address), 'is not https')
    .optional()
    .describe('who is told by a POST when a lesson is ready or has failed: its id, and how many are left'),
  READY_WEBHOOK_KEY: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'is not whsec_ and 24 to 64 bytes in base64')
    .optional()
    .describe('signs what is posted, as standardwebhooks.com says: whsec_ and 24 to 64 bytes in base64'),
  REQUESTS_A_MINUTE: number(10, 100_000, 1200).describe(
    'of one person to one instance, where people sign in; beyond that the answer is 429',
  ),
  RETENTION_DAYS: number(1, 36_500, 1095).describe(
    'after which a lesson is deleted, unless it names a day or is on hold',
  ),
  SOFT_DELETE_DAYS: number(0, 365, 0).describe('how long the storage account keeps what was deleted; receipts say so'),
  MAX_VIDEO_BYTES: number(1, 50_000_000_000, 8_000_000_000),
  MAX_VIDEO_SECONDS: number(1, 21_600, 14_400),
  MEDIA_TIMEOUT_SECONDS: number(10, 590, 540).describe('for one ffmpeg run; Functions stop an activity at 600'),
  APPLICATIONINSIGHTS_CONNECTION_STRING: z
    .string()
    .optional()
    .describe('Application Insights, for traces and metrics; without it and the next but one nothing is sent'),
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: z
    .string()
    .optional()
    .describe('"Authorization=AAD": to Application Insights with managed identity'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url()
    .optional()
    .describe('any OpenTelemetry collector, for the same; its keys in OTEL_EXPORTER_OTLP_HEADERS'),
  KEEP_WORK_FILES: flag.default(false).describe('keep intermediate files after a completed lesson'),
});

export type Config = z.infer<typeof configSchema>;
