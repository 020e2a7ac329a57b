import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseCommentedJson } from '../commentedJson.ts';
import { parseTimeSpan } from './duration.ts';
import { asError, HostError } from './errors.ts';

const timeSpan = z.string().transform((text, context) => {
  const milliseconds = parseTimeSpan(text);
  if (milliseconds !== undefined) return milliseconds;
  context.addIssue({ code: 'custom', message: `"${text}" is no time span; write hh:mm:ss, e.g. 00:05:00` });
  return z.NEVER;
});

/** Accepted, and without effect on one machine; the host names it once in a debug line. */
const noEffect = z.unknown().optional();

const http = z.strictObject({
  routePrefix: z.string().default('api'),
  maxOutstandingRequests: z.int().min(-1).default(-1),
  maxConcurrentRequests: z.int().min(-1).default(-1),
  customHeaders: z.record(z.string(), z.string()).default({}),
  dynamicThrottlesEnabled: noEffect,
  hsts: noEffect,
});

const queues = z.strictObject({
  // Azure's own host polls as often as this when it runs in development.
  maxPollingInterval: timeSpan.default(2000),
  visibilityTimeout: timeSpan.default(0),
  batchSize: z.int().min(1).max(32).default(16),
  maxDequeueCount: z.int().min(1).default(5),
  newBatchThreshold: z.int().min(0).optional(),
  messageEncoding: z.enum(['base64', 'none']).default('base64'),
});

const blobs = z.strictObject({
  maxDegreeOfParallelism: z.int().min(1).default(8),
  poisonBlobThreshold: z.int().min(1).default(5),
});

const clientRetryOptions = z.strictObject({
  mode: z.enum(['Fixed', 'Exponential', 'fixed', 'exponential']).default('exponential'),
  tryTimeout: timeSpan.default(60_000),
  delay: timeSpan.default(800),
  maxDelay: timeSpan.default(60_000),
  maxRetries: z.int().min(0).max(100).default(3),
});

const serviceBus = z.strictObject({
  clientRetryOptions: clientRetryOptions.prefault({}),
  autoCompleteMessages: z.boolean().default(true),
  maxAutoLockRenewalDuration: timeSpan.default(300_000),
  maxConcurrentCalls: z.int().min(1).default(16),
  maxMessageBatchSize: z.int().min(1).default(1000),
  transportType: z.literal('amqpTcp', { error: 'only amqpTcp is supported' }).optional(),
  // The SDK asks for as many messages as may run at once, no more.
  prefetchCount: noEffect,
  maxConcurrentSessions: z.int().min(1).default(8),
  maxConcurrentCallsPerSession: z.literal(1, { error: 'only 1 is supported by this host' }).optional(),
  /** How long a session is kept when no message comes, in milliseconds; as long as a try when not given. */
  sessionIdleTimeout: timeSpan.optional(),
});

const durableTask = z.strictObject({
  hubName: z.string().min(1).default('TestHubName'),
  storageProvider: z
    .strictObject({
      type: z.literal(['AzureStorage', 'azureStorage', 'azurestorage']).default('azureStorage'),
      connectionName: z.string().optional(),
      connectionStringName: z.string().optional(),
      partitionCount: noEffect,
      controlQueueBatchSize: noEffect,
      controlQueueBufferThreshold: noEffect,
      controlQueueVisibilityTimeout: noEffect,
      workItemQueueVisibilityTimeout: noEffect,
      maxQueuePollingInterval: noEffect,
      trackingStoreConnectionName: noEffect,
      trackingStoreNamePrefix: noEffect,
      useLegacyPartitionManagement: noEffect,
      useTablePartitionManagement: noEffect,
      fetchLargeMessagesAutomatically: noEffect,
    })
    .prefault({}),
  // A setting that overrides it may look like a number.
  defaultVersion: z.union([z.string(), z.number().transform(String)]).default(''),
  versionMatchStrategy: z.enum(['None', 'Strict', 'CurrentOrOlder']).default('CurrentOrOlder'),
  versionFailureStrategy: z.enum(['Reject', 'Fail']).default('Reject'),
  maxConcurrentActivityFunctions: z.int().min(1).default(10),
  maxConcurrentOrchestratorFunctions: z.int().min(1).default(10),
  maxConcurrentEntityFunctions: z.int().min(1).default(10),
  extendedSessionsEnabled: noEffect,
  extendedSessionIdleTimeoutInSeconds: noEffect,
  maxOrchestrationActions: noEffect,
  tracing: noEffect,
  useGracefulShutdown: noEffect,
  useAppLease: noEffect,
  overridableExistingInstanceStates: noEffect,
});

const schema = z.strictObject({
  version: z.literal('2.0', { error: 'must be "2.0": other versions of host.json are not supported' }),
  // Without a bound of its own an app on a Flex or dedicated plan has half an hour.
  functionTimeout: timeSpan.default(1_800_000),
  functions: z.array(z.string()).optional(),
  logging: z
    .strictObject({
      logLevel: z
        .record(z.string(), z.enum(['Trace', 'Debug', 'Information', 'Warning', 'Error', 'Critical', 'None']))
        .default({}),
      applicationInsights: noEffect,
      fileLoggingMode: noEffect,
      console: noEffect,
    })
    .prefault({}),
  extensions: z
    .strictObject({
      http: http.prefault({}),
      queues: queues.prefault({}),
      blobs: blobs.prefault({}),
      serviceBus: serviceBus.prefault({}),
      durableTask: durableTask.prefault({}),
    })
    .prefault({}),
  telemetryMode: noEffect,
  extensionBundle: noEffect,
  healthMonitor: noEffect,
  singleton: noEffect,
  watchDirectories: noEffect,
  watchFiles: noEffect,
  managedDependency: noEffect,
});

export type HostJson = z.output<typeof schema>;

/** The paths at which the schema accepts a setting that has no effect here, e.g. "extensions.http.hsts". */
function pathsWithoutEffect(type: z.ZodType, under: string): string[] {
  if (type === noEffect) return [under];
  let inner: z.ZodType = type;
  while (inner instanceof z.ZodPrefault || inner instanceof z.ZodDefault) inner = inner.unwrap() as z.ZodType; // zod's core type is wider than its classes
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).flatMap(([key, value]) =>
    pathsWithoutEffect(value as z.ZodType, under ? `${under}.${key}` : key),
  );
}

const ignorable = pathsWithoutEffect(schema, '');

export interface ReadHostJson {
  readonly config: HostJson;
  /** Paths of the settings in it that are accepted and have no effect. */
  readonly ignored: readonly string[];
}

/**
 * Checks a host.json's text. `settings` may override a value as in Azure: `AzureFunctionsJobHost__a__b` for `a.b`.
 * Throws a HostError that names the JSON path of everything that is wrong or not supported.
 */
export function parseHostJson(text: string, settings: Readonly<Record<string, string>> = {}): ReadHostJson {
  let raw: unknown;
  try {
    raw = parseCommentedJson(text);
  } catch (thrown) {
    throw new HostError(`host.json is not valid JSON: ${asError(thrown).message}`);
  }
  const merged = override(raw, settings);
  const result = schema.safeParse(merged);
  if (!result.success) throw new HostError(`host.json cannot be used:\n${explain(result.error)}`);
  return { config: result.data, ignored: ignorable.filter((path) => at(merged, path) !== undefined) };
}

/** Reads and checks the app's host.json; see `parseHostJson`. */
export async function readHostJson(appDir: string, settings: Readonly<Record<string, string>>): Promise<ReadHostJson> {
  let text: string;
  try {
    text = await readFile(path.join(appDir, 'host.json'), 'utf8');
  } catch (thrown) {
    throw new HostError(`host.json of the app cannot be read: ${asError(thrown).message}`);
  }
  return parseHostJson(text, settings);
}

function explain(error: z.ZodError): string {
  return error.issues
    .flatMap((issue) => {
      const place = issue.path.join('.');
      if (issue.code !== 'unrecognized_keys') return [`  ${place || 'host.json'}: ${issue.message}`];
      return issue.keys.map(
        (key) => `  ${place ? `${place}.${key}` : key}: this setting is not supported by this host`,
      );
    })
    .join('\n');
}

function at(value: unknown, path: string): unknown {
  let current = value;
  for (const key of path.split('.')) {
    if (!isRecord(current)) return undefined;
    current = current[key];
  }
  return current;
}

const overridePrefix = 'azurefunctionsjobhost__';

function override(raw: unknown, settings: Readonly<Record<string, string>>): unknown {
  if (!isRecord(raw)) return raw;
  const result = structuredClone(raw);
  for (const [name, text] of Object.entries(settings)) {
    if (!name.toLowerCase().startsWith(overridePrefix)) continue;
    const keys = name.slice(overridePrefix.length).split(/__|:/);
    let target: Record<string, unknown> = result;
    for (const [depth, key] of keys.entries()) {
      // Configuration names are compared without case in Azure; the spelling in host.json is kept.
      const own = Object.keys(target).find((existing) => existing.toLowerCase() === key.toLowerCase()) ?? key;
      if (depth === keys.length - 1) {
        target[own] = scalar(text);
        break;
      }
      const inner = target[own];
      const next = isRecord(inner) ? inner : {};
      target[own] = next;
      target = next;
    }
  }
  return result;
}

function scalar(text: string): unknown {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  // A version or a time span is text; only what is wholly a number is one.
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
