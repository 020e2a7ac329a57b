import { z } from 'zod';

/** What a user's settings may say: one of them is set, or lists, as JSON, something that has a member of this name. */
export const conditionSchema = z.array(
  z.union([z.string().min(1), z.strictObject({ setting: z.string().min(1), listsOneWith: z.string().min(1) })]),
);

/** Holds when any of its entries does. */
export type Condition = z.infer<typeof conditionSchema>;

type Settings = Readonly<Record<string, string>>;

const things = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      // The application names the mistake when it starts.
      context.addIssue('no JSON');
      return z.NEVER;
    }
  })
  .pipe(z.array(z.record(z.string(), z.unknown())));

/** Whether a condition holds for these settings. What is no list of things, as JSON, lists nothing. */
export function holds(condition: Condition, own: Settings): boolean {
  return condition.some((entry) => {
    if (typeof entry === 'string') return entry in own;
    const listed = things.safeParse(own[entry.setting]);
    return listed.success && listed.data.some((thing) => thing[entry.listsOneWith] !== undefined);
  });
}

/** When something is done, by the name of a condition: `when` it holds, `unless` it does; always when neither is given. */
export interface Proviso {
  readonly when?: string | undefined;
  readonly unless?: string | undefined;
}

/** Whether a proviso is met. `held` are the names of the conditions that hold. */
export function applies({ when, unless }: Proviso, held: ReadonlySet<string>): boolean {
  return (when === undefined || held.has(when)) && (unless === undefined || !held.has(unless));
}
