import { z } from 'zod';

/** Every kind of trigger and binding that this host runs, and what the app may write into each. */

const common = {
  name: z.string(),
  direction: z.string().optional(),
  dataType: z.enum(['undefined', 'string', 'binary', 'stream']).optional(),
  properties: z.record(z.string(), z.string()).optional(),
  sdkBinding: z.unknown().optional(),
};

const notDeferred = z
  .object({ supportsDeferredBinding: z.literal('false', { error: 'sdkBinding is supported for blobs only' }) })
  .optional();

const storage = { connection: z.string().optional() };

const methodNames = ['GET', 'POST', 'DELETE', 'HEAD', 'PATCH', 'PUT', 'OPTIONS', 'TRACE', 'CONNECT'] as const;

const httpTrigger = z.strictObject({
  ...common,
  type: z.literal('httpTrigger'),
  authLevel: z
    .string()
    .transform((level) => level.toLowerCase())
    .pipe(z.enum(['anonymous', 'function', 'admin']))
    .default('anonymous'),
  methods: z
    .array(
      z
        .string()
        .transform((method) => method.toUpperCase())
        .pipe(z.enum(methodNames)),
    )
    .default(['GET', 'POST'])
    // An empty list means every method.
    .transform((methods) => (methods.length > 0 ? methods : [...methodNames])),
  route: z.string().optional(),
});

const blobTrigger = z.strictObject({
  ...common,
  ...storage,
  type: z.literal('blobTrigger'),
  path: z.string(),
  source: z.enum(['EventGrid', 'LogsAndContainerScan']).default('LogsAndContainerScan'),
});

const queueTrigger = z.strictObject({
  ...common,
  ...storage,
  type: z.literal('queueTrigger'),
  queueName: z.string().min(1),
  properties: notDeferred,
});

const serviceBusTrigger = z
  .strictObject({
    ...common,
    type: z.literal('serviceBusTrigger'),
    connection: z.string().optional(),
    queueName: z.string().min(1).optional(),
    topicName: z.string().min(1).optional(),
    subscriptionName: z.string().min(1).optional(),
    autoCompleteMessages: z.boolean().optional(),
    cardinality: z.enum(['one', 'many']).default('one'),
    isSessionsEnabled: z.boolean().default(false),
    properties: notDeferred,
  })
  .refine((binding) => (binding.queueName === undefined) !== (binding.topicName === undefined), {
    error: 'must name either a queue (queueName) or a topic with a subscription (topicName, subscriptionName)',
  })
  .refine((binding) => (binding.topicName === undefined) === (binding.subscriptionName === undefined), {
    error: 'topicName and subscriptionName belong together',
  });

const timerTrigger = z.strictObject({
  ...common,
  type: z.literal('timerTrigger'),
  schedule: z.string().min(1),
  runOnStartup: z.boolean().default(false),
  useMonitor: z.boolean().default(true),
});

const orchestrationTrigger = z.strictObject({ ...common, type: z.literal('orchestrationTrigger') });
const activityTrigger = z.strictObject({ ...common, type: z.literal('activityTrigger') });
const entityTrigger = z.strictObject({ ...common, type: z.literal('entityTrigger') });

const durableClient = z.strictObject({ ...common, type: z.literal('durableClient') });
const orchestrationClient = z.strictObject({ ...common, type: z.literal('orchestrationClient') });
const blob = z.strictObject({ ...common, ...storage, type: z.literal('blob'), path: z.string() });

const http = z.strictObject({ ...common, type: z.literal('http') });
const queue = z.strictObject({ ...common, ...storage, type: z.literal('queue'), queueName: z.string().min(1) });
const serviceBus = z
  .strictObject({
    ...common,
    type: z.literal('serviceBus'),
    connection: z.string().optional(),
    queueName: z.string().min(1).optional(),
    topicName: z.string().min(1).optional(),
  })
  .refine((binding) => (binding.queueName === undefined) !== (binding.topicName === undefined), {
    error: 'must name either a queue (queueName) or a topic (topicName)',
  });

const tableKeys = { partitionKey: z.string().optional(), rowKey: z.string().optional() };
const tableInput = z
  .strictObject({
    ...common,
    ...storage,
    ...tableKeys,
    type: z.literal('table'),
    tableName: z.string().min(1),
    take: z.int().min(1).optional(),
    filter: z.string().optional(),
    properties: notDeferred,
  })
  .refine(({ partitionKey, rowKey }) => rowKey === undefined || partitionKey !== undefined, {
    error: 'a rowKey needs a partitionKey',
  })
  .refine(({ filter, rowKey, take }) => rowKey === undefined || (filter === undefined && take === undefined), {
    error: 'take and filter are for many entities: they do not go with a rowKey',
  });
const tableOutput = z.strictObject({
  ...common,
  ...storage,
  ...tableKeys,
  type: z.literal('table'),
  tableName: z.string().min(1),
});

const triggers = {
  httpTrigger,
  blobTrigger,
  queueTrigger,
  serviceBusTrigger,
  timerTrigger,
  orchestrationTrigger,
  activityTrigger,
  entityTrigger,
};
const inputs = { durableClient, orchestrationClient, blob, table: tableInput };
const outputs = { http, queue, serviceBus, blob, table: tableOutput };

export type BlobTrigger = z.output<typeof blobTrigger>;
export type QueueTrigger = z.output<typeof queueTrigger>;
export type ServiceBusTrigger = z.output<typeof serviceBusTrigger>;
export type TimerTrigger = z.output<typeof timerTrigger>;
export type Trigger = z.output<(typeof triggers)[keyof typeof triggers]>;
export type BlobInput = z.output<typeof blob>;
export type TableInput = z.output<typeof tableInput>;
export type Input = z.output<(typeof inputs)[keyof typeof inputs]>;
export type QueueOutput = z.output<typeof queue>;
export type ServiceBusOutput = z.output<typeof serviceBus>;
export type BlobOutput = z.output<typeof blob>;
export type TableOutput = z.output<typeof tableOutput>;
export type Output = z.output<(typeof outputs)[keyof typeof outputs]>;

/** Whether the function is to get a reference instead of the content. */
export function isDeferred(binding: { readonly properties?: Readonly<Record<string, string>> | undefined }): boolean {
  return binding.properties?.supportsDeferredBinding?.toLowerCase() === 'true';
}

export type ParsedBinding<T> = { readonly binding: T } | { readonly problem: string };

export const parseTrigger = (value: BindingValue): ParsedBinding<Trigger> => parse('trigger', triggers, value);
export const parseInput = (value: BindingValue): ParsedBinding<Input> => parse('input binding', inputs, value);
export const parseOutput = (value: BindingValue): ParsedBinding<Output> => parse('output binding', outputs, value);

export type BindingValue = Readonly<Record<string, unknown>> & { readonly name: string; readonly type: string };

function parse<S extends Readonly<Record<string, z.ZodType>>>(
  kind: string,
  schemas: S,
  value: BindingValue,
): ParsedBinding<z.output<S[keyof S]>> {
  // Azure reads a binding's type without regard to case.
  const type = Object.keys(schemas).find((name) => name.toLowerCase() === value.type.toLowerCase());
  const schema = type === undefined ? undefined : schemas[type];
  if (!schema) {
    const known = Object.keys(schemas).join(', ');
    return { problem: `the ${kind} type "${value.type}" is not supported by this host, which knows ${known}` };
  }
  const result = schema.safeParse({ ...value, type });
  if (result.success) return { binding: result.data as z.output<S[keyof S]> }; // of the one schema that was looked up
  const problems = result.error.issues.map((issue) => {
    const place = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
    return issue.code === 'unrecognized_keys'
      ? `${place}${issue.keys.join(', ')}: not supported by this host`
      : `${place}${issue.message}`;
  });
  return { problem: problems.join('; ') };
}
