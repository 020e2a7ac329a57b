import { z } from 'zod';
import { labelSchema, type Subtype, subtypeSchema } from './question.ts';

/** One subtype as people see it. The labels, OEQ and CEQ, are everybody's. */
export const codebookSubtypeSchema = z.strictObject({
  key: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u, 'a key has letters, digits, - and _, at most 40')
    .describe('how data hold it'),
  label: labelSchema,
  name: z.string().trim().regex(/\S/, 'write a name').max(60),
  definition: z.string().trim().regex(/\S/, 'write a definition').max(1000),
  machine: z
    .array(subtypeSchema)
    .default([])
    .describe("which of the machine's subtypes are this one; without any, people alone give it"),
});
export type CodebookSubtype = z.infer<typeof codebookSubtypeSchema>;

export interface Codebook {
  readonly title: string;
  /** In the order in which people see them. */
  readonly subtypes: readonly CodebookSubtype[];
}

const of = (key: Subtype, label: 'OEQ' | 'CEQ', name: string, definition: string): CodebookSubtype => ({
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
