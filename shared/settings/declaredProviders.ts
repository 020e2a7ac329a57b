import { z } from 'zod';

/** What a provider's OpenAI-compatible service is asked for. */
export const services = ['chat', 'speech'] as const;
export type Service = (typeof services)[number];

const amount = z.int().min(1).optional();
const use = z.strictObject({
  model: z.string().min(1).max(200).describe('model, or deployment at Azure OpenAI'),
  timeoutSeconds: z.number().min(1).max(590).optional().describe('for one call'),
  requestsPerMinute: amount,
  requestsPerDay: amount,
  unitsPerMinute: amount.describe('a unit is a token of chat, a second of sound'),
  unitsPerDay: amount,
});

const common = {
  name: z.string().regex(/^[\w.-]{1,60}$/, 'letters, digits, ".", "_" and "-" only'),
  chat: use
    .extend({ temperature: z.number().min(0).max(2).nullable().optional().describe('null: leave it to the model') })
    .optional(),
  speech: use
    .extend({
      engine: z.string().min(1).max(100).optional().describe('the name that transcripts record'),
      words: z
        .literal('none')
        .optional()
        .describe('it gives text alone: SPEECH_SERVICE_URL gives the times of its words'),
    })
    .optional(),
};
// The name of an environment variable. Keys themselves are never in this list, which may be shown and logged.
const keyFrom = z.string().regex(/^[A-Za-z_]\w{0,99}$/, 'the name of an environment variable that holds the key');

const providerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('openai'), keyFrom }),
  z.strictObject({
    ...common,
    kind: z.literal('azure-openai'),
    endpoint: z.url({ protocol: /^https?$/ }),
    apiVersion: z.string().min(1).max(40).default('2024-10-21'),
    keyFrom: keyFrom.optional().describe('absent: managed identity'),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('compatible'),
    baseUrl: z.url({ protocol: /^https?$/ }),
    keyFrom: keyFrom.optional(),
  }),
]);
export type DeclaredProvider = z.infer<typeof providerSchema>;

/** The setting PROVIDERS: who serves chat and speech, in the order in which they are asked. */
export const providersSchema = z
  .array(providerSchema)
  .min(1)
  .max(10)
  .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'two providers have the same name')
  .refine((list) => list.every(({ chat, speech }) => chat ?? speech), 'a provider has neither "chat" nor "speech"');
