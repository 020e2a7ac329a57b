import { z } from 'zod';
import { applies, type Condition, holds } from './conditions.ts';
import { portSettings } from './ports.ts';

const proviso = { when: z.string().optional(), unless: z.string().optional() };
const conditional = z.strictObject({ value: z.string(), ...proviso });
type Conditional = z.infer<typeof conditional>;

/** A setting's value, or several of which the first that applies is taken. `{NAME}` stands for the address of a part. */
const offer = z.union([
  z.string().transform((value): Conditional[] => [{ value }]),
  conditional.transform((one) => [one]),
  z.array(conditional),
]);
type Offer = readonly Conditional[];

/** The parts of the local cloud that are always the same; `events` stands in for Event Grid. */
export const ownParts = ['azurite', 'cosmos', 'servicebus', 'host', 'events'] as const;
const taken: readonly string[] = [...ownParts, ...Object.keys(portSettings), 'storage', 'port'];

export const appPartSchema = z.strictObject({
  /** Beside the file that declares it. Run by Node; says one line `{"ready":true,"url":"http://…"}` when it answers. */
  script: z.string().min(1),
  /** `{port}` stands for its port. */
  args: z.array(z.string()).default([]),
  port: z.strictObject({ variable: z.string().regex(/^[A-Z][A-Z0-9_]*$/), usual: z.int().min(0).max(65_535) }),
  timeoutSeconds: z.int().positive().default(60),
  /** For the part itself. A value that the user has set goes before. */
  environment: z.record(z.string(), offer).default({}),
  /** For the application, when the part is up. */
  settings: z.record(z.string(), offer).default({}),
  ...proviso,
});

/** A part of the application's own, beside those that stand in for Azure. */
export type AppPart = z.infer<typeof appPartSchema>;
export type AppParts = Readonly<Record<string, AppPart>>;

export const appPartsSchema = z
  .record(
    z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a name has letters and digits, the first a small letter'),
    appPartSchema,
  )
  .refine((parts) => !Object.keys(parts).some((name) => taken.includes(name)), {
    error: `the names ${taken.join(', ')} are taken`,
  });

/** The names of the conditions that hold for a user's settings. */
export function heldConditions(
  conditions: Readonly<Record<string, Condition>>,
  own: Readonly<Record<string, string>>,
): ReadonlySet<string> {
  return new Set(Object.entries(conditions).flatMap(([name, condition]) => (holds(condition, own) ? [name] : [])));
}

/** The settings of which an offer applies. */
export function offered(
  offers: Readonly<Record<string, Offer>>,
  held: ReadonlySet<string>,
): Readonly<Record<string, string>> {
  const values = Object.entries(offers).map(([name, all]) => [name, all.find((one) => applies(one, held))?.value]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}
