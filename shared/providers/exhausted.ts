import { PermanentError, TransientError } from '../errors.ts';
import type { Service } from '../settings/declaredProviders.ts';
import type { ProviderUse } from '../settings/providerUse.ts';
import { type FailureKind, ProviderFailure } from './failure.ts';

/** Why one provider did not answer; `seconds` until it is worth asking again. */
export interface Refusal {
  readonly use: ProviderUse;
  readonly kind: FailureKind | 'budget';
  readonly seconds: number;
  /** It was not asked, as it rests. */
  readonly rests?: true;
  readonly cause?: unknown;
}

const words = {
  speech: {
    who: 'The speech engine',
    settings: 'the speech settings or PROVIDERS',
    needed: 'SPEECH_BASE_URL or PROVIDERS',
    what: 'the sound',
  },
  chat: {
    who: 'The large model',
    settings: 'the coding settings or PROVIDERS',
    needed: 'CODING_MODEL and OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT or CODING_BASE_URL, or PROVIDERS',
    what: 'the questions',
  },
} as const;

/** The error that sums up why no provider answered. What may pass goes before what will not. */
export function exhausted(service: Service, refusals: readonly Refusal[]): PermanentError | TransientError {
  const find = (...kinds: Refusal['kind'][]) => refusals.find(({ kind }) => kinds.includes(kind));
  const rejected = find('rejected');
  if (rejected !== undefined) return permanent(service, rejected);
  const passing = refusals.filter(({ kind }) => kind !== 'rejected' && kind !== 'refused' && kind !== 'budget');
  const first = passing[0];
  if (first !== undefined) return transient(service, first, Math.min(...passing.map(({ seconds }) => seconds)));
  return permanent(service, find('budget') ?? refusals[0]);
}

function transient(service: Service, { use, kind, cause }: Refusal, retryAfterSeconds: number): TransientError {
  const { who } = words[service];
  const named = `${who} (${use.name})`;
  const options = { cause, retryAfterSeconds };
  const speech = service === 'speech';
  if (kind === 'slow') return new TransientError('timed-out', `${named} did not answer in time.`, options);
  if (kind === 'limited' || kind === 'busy')
    return new TransientError(
      speech ? 'speech-rate-limited' : 'coding-rate-limited',
      kind === 'busy' ? `${named} has no room for more now.` : `${named} asks to slow down.`,
      options,
    );
  if (kind === 'malformed')
    return new TransientError(
      speech ? 'speech-malformed' : 'coding-unavailable',
      `${named} ${cause instanceof ProviderFailure ? cause.message : 'answered what makes no sense'}.`,
      options,
    );
  return new TransientError(
    speech ? 'speech-unavailable' : 'coding-unavailable',
    `${named} cannot be reached or fails.`,
    options,
  );
}

function permanent(service: Service, refusal: Refusal | undefined): PermanentError {
  const { who, settings, needed, what } = words[service];
  const cause = { cause: refusal?.cause };
  if (refusal?.kind === 'budget')
    return new PermanentError(
      'budget-exhausted',
      `The day's budget for paid calls is used up (DAILY_BUDGET). Try again tomorrow, raise it, or add a provider that costs nothing.`,
    );
  if (refusal?.kind === 'rejected')
    return new PermanentError(
      `${service === 'speech' ? 'speech' : 'coding'}-rejected`,
      `${who} (${refusal.use.name}) rejected ${what}: ${messageOf(refusal.cause)}.`,
      cause,
    );
  const code = service === 'speech' ? 'speech-not-configured' : 'coding-not-configured';
  if (refusal === undefined) return new PermanentError(code, `${who} is not set. Set ${needed}.`);
  return new PermanentError(
    code,
    `${who} (${refusal.use.name}) refused the key, address or model. Check ${settings}.`,
    cause,
  );
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : 'no reason was given');
