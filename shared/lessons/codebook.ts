import { z } from 'zod';
import {
  type Code,
  type Label,
  labelSchema,
  type ShownQuestion,
  type Subtype,
  subtypeKeySchema,
  subtypeSchema,
  subtypesOf,
} from './question.ts';

export const codebookLimits = { subtypes: 60, name: 60, definition: 1000 } as const;

// People see it on one line: no control characters, nothing that turns the direction of what follows.
const line = (most: number, missing: string) =>
  z
    .string()
    .trim()
    .regex(/\S/u, missing)
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u, 'has control characters')
    .max(most);

/** One subtype as people see it. The labels, OEQ and CEQ, are everybody's. */
export const codebookSubtypeSchema = z.strictObject({
  key: subtypeKeySchema.describe('how data hold it'),
  label: labelSchema,
  name: line(codebookLimits.name, 'write a name'),
  definition: line(codebookLimits.definition, 'write a definition'),
  machine: z
    .array(subtypeSchema)
    .default([])
    .describe("which of the machine's subtypes are this one; without any, only people and large models give it"),
});
export type CodebookSubtype = z.infer<typeof codebookSubtypeSchema>;

// What tables write where there is no subtype, or in its place; compared without case.
const reserved: ReadonlySet<string> = new Set([
  'oeq',
  'ceq',
  'none',
  'unknown',
  'null',
  'na',
  'n-a',
  'nan',
  'undefined',
]);

const alike = (text: string) => text.normalize('NFKC').toLowerCase();

/** A codebook: its subtypes in the order in which people see them, each of OEQ or CEQ. */
export const codebookSchema = z
  .strictObject({
    title: line(100, 'write a title'),
    subtypes: z.array(codebookSubtypeSchema).max(codebookLimits.subtypes),
  })
  .check(({ value, issues }) => {
    const wrong = (at: (string | number)[], message: string) =>
      issues.push({ code: 'custom', input: value, path: ['subtypes', ...at], message });
    const { subtypes } = value;
    for (const label of labelSchema.options)
      if (!subtypes.some((one) => one.label === label)) wrong([], `none is of ${label}; each label needs one`);
    const [keys, names, mapped] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
    const once = (of: Map<string, number>, key: string, index: number, at: (string | number)[], what: string) => {
      const first = of.get(key);
      if (first !== undefined) wrong(at, `${what} that subtypes.${first} has already`);
      else of.set(key, index);
    };
    for (const [index, { key, label, name, machine }] of subtypes.entries()) {
      once(keys, alike(key), index, [index, 'key'], 'is a key');
      once(names, `${label} ${alike(name)}`, index, [index, 'name'], 'is a name');
      if (reserved.has(alike(key))) wrong([index, 'key'], 'is reserved');
      // Else reviews that were given before would get another meaning.
      const own = subtypeSchema.safeParse(alike(key)).data;
      if (own !== undefined && !(key === own && machine.includes(own)))
        wrong([index, 'key'], `is reserved for the machine's subtype of this name, which "machine" must then have`);
      for (const [place, one] of machine.entries()) {
        once(mapped, one, index, [index, 'machine', place], "is a subtype of the machine's");
        if (!isMachines(label, one)) wrong([index, 'machine', place], `is not of ${label}`);
      }
    }
  });
export type Codebook = Readonly<z.infer<typeof codebookSchema>>;

function isMachines(label: Label, subtype: Subtype): boolean {
  const own: readonly Subtype[] = subtypesOf[label];
  return own.includes(subtype);
}

/** Whether a codebook has this subtype under this label. */
export function isOf({ subtypes }: Codebook, label: Label, key: string): boolean {
  return subtypes.some((one) => one.key === key && one.label === label);
}

/** The subtype of a key, or of a name, in any case; of two with one name that of the label. */
export function subtypeNamed({ subtypes }: Codebook, text: string, label?: Label): CodebookSubtype | undefined {
  const said = alike(text);
  const named = subtypes.filter(({ name }) => alike(name) === said);
  return subtypes.find(({ key }) => alike(key) === said) ?? named.find((one) => one.label === label) ?? named[0];
}

/** What people call a subtype; its key, as it was written, where the codebook has it no more. */
export function nameOf({ subtypes }: Codebook, key: string): string {
  return subtypes.find((one) => one.key === key)?.name ?? key;
}

/** Of some keys those that a codebook has not, each once: they were given by one that the site had before. */
export function earlierKeys({ subtypes }: Codebook, keys: Iterable<string | undefined>): string[] {
  const known = new Set<string | undefined>([undefined, ...subtypes.map(({ key }) => key)]);
  return [...new Set(keys)].filter((key) => key !== undefined && !known.has(key)).map(String);
}

/** What the machine's subtype is in a codebook; undefined where it is none. */
export function keyOf({ subtypes }: Codebook, subtype: Subtype): string | undefined {
  return subtypes.find(({ machine }) => machine.includes(subtype))?.key;
}

/**
 * Which of the machine's subtypes a person means by a key: undefined where it means several of them or none. A key that
 * the codebook has not is of one that the site had before, of which the default's alone is known.
 */
export function machineSubtypeOf({ subtypes }: Codebook, key: string): Subtype | undefined {
  const known = subtypes.find((one) => one.key === key);
  if (known === undefined) return subtypeSchema.safeParse(key).data;
  return known.machine.length === 1 ? known.machine[0] : undefined;
}

/**
 * A code, or a part of one, as the people of its site see it: the subtype that a large model gave by their codebook, as
 * long as that has it, else what the machine's is there. What a person said stays as it was said.
 */
export function shownBy<C extends { [Key in 'label' | 'subtype' | 'siteSubtype']?: Code[Key] | undefined }>(
  codebook: Codebook,
  { subtype, siteSubtype, ...rest }: C,
): Omit<C, 'subtype' | 'siteSubtype'> & Pick<ShownQuestion, 'subtype'> {
  const { label } = rest;
  const stands = label !== undefined && siteSubtype !== undefined && isOf(codebook, label, siteSubtype);
  const key = stands ? siteSubtype : subtype && keyOf(codebook, subtype);
  return { ...rest, ...(key === undefined ? {} : { subtype: key }) };
}

const of = (key: Subtype, label: Label, name: string, definition: string): CodebookSubtype => ({
  ...{ key, label, name, definition },
  machine: [key],
});

/** The codebook of docs/codebook.md, which holds where nobody sets another. */
export const ownCodebook: Codebook = {
  title: 'Askwell',
  subtypes: [
    of('explain', 'OEQ', 'Explain', 'invites a reason or a way of doing something'),
    of('describe', 'OEQ', 'Describe', 'invites what is going on, or how something is'),
    of('predict', 'OEQ', 'Predict', 'invites what will or would be'),
    of('ideas', 'OEQ', 'Ideas', 'invites thoughts, opinions, wishes, other possibilities'),
    of('prompt', 'OEQ', 'Prompt', 'invites telling, whatever the form'),
    of('yes-no', 'CEQ', 'Yes or no', 'invites yes or no'),
    of('choice', 'CEQ', 'Choice', 'invites one of the answers named'),
    of('specific-answer', 'CEQ', 'Specific answer', 'invites one word, name, number, place, time or fact'),
    of('fill-in', 'CEQ', 'Fill in', 'invites the missing end of a sentence'),
    of('tag', 'CEQ', 'Tag', 'invites agreement with what was just said'),
    of('repair', 'CEQ', 'Repair', 'invites the same once more, because it was not heard'),
    of('request', 'CEQ', 'Request', 'invites an action; a directive or an offer in question form'),
  ],
};
