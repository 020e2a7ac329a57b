import { DefaultAzureCredential, getBearerTokenProvider } from '@azure/identity';
import type OpenAI from 'openai';
import type { Config } from '../config.ts';
import { PermanentError } from '../errors.ts';

/** Who transcribes, under its own name, and the SDK that talks to it. */
export interface SpeechClient {
  readonly openai: OpenAI;
  readonly engine: string;
  readonly model: string;
}

let client: Promise<SpeechClient> | undefined;

/**
 * The speech engine that the settings name: Azure OpenAI, any OpenAI-compatible server, or OpenAI.
 * @throws PermanentError 'speech-not-configured' when they name none.
 */
export function speechClient(settings: Config): Promise<SpeechClient> {
  client ??= connect(settings);
  return client;
}

async function connect(settings: Config): Promise<SpeechClient> {
  // Loaded late: only the processes that transcribe pay for it.
  const { default: OpenAI, AzureOpenAI } = await import('openai');
  // Two quick tries here, honouring Retry-After; patience beyond that is the orchestration's, which holds no thread.
  const options = { timeout: settings.SPEECH_TIMEOUT_SECONDS * 1000, maxRetries: 2 };
  const model = settings.SPEECH_MODEL;
  if (settings.AZURE_OPENAI_ENDPOINT !== undefined) {
    const access =
      settings.AZURE_OPENAI_API_KEY === undefined
        ? {
            azureADTokenProvider: getBearerTokenProvider(
              new DefaultAzureCredential(),
              'https://cognitiveservices.azure.com/.default',
            ),
          }
        : { apiKey: settings.AZURE_OPENAI_API_KEY };
    const openai = new AzureOpenAI({
      ...options,
      ...access,
      endpoint: settings.AZURE_OPENAI_ENDPOINT,
      apiVersion: settings.AZURE_OPENAI_API_VERSION,
    });
    return { openai, engine: settings.SPEECH_ENGINE ?? 'azure-openai', model };
  }
  const apiKey = settings.SPEECH_API_KEY ?? settings.OPENAI_API_KEY;
  if (apiKey === undefined) {
    throw new PermanentError(
      'speech-not-configured',
      'No speech engine is set. Set OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT, or SPEECH_BASE_URL with SPEECH_API_KEY.',
    );
  }
  const base = settings.SPEECH_BASE_URL;
  const openai = new OpenAI({ ...options, apiKey, ...(base === undefined ? {} : { baseURL: base }) });
  const host = base === undefined ? 'openai' : new URL(base).hostname;
  return { openai, engine: settings.SPEECH_ENGINE ?? host, model };
}
