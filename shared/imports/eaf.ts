import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { lessonProperty } from '../exports/eaf.ts';
import { askedBySchema, type Label, labelSchema, subtypeKeySchema } from '../lessons/question.ts';
import { Unreadable } from './unreadable.ts';

/** Most annotations of a file: ten times those of a long lesson. */
const mostAnnotations = 50_000;

const lists = new Set(['TIME_SLOT', 'TIER', 'ANNOTATION', 'PROPERTY']);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  isArray: (name) => lists.has(name),
  // A file with entities of its own is refused before; these are the five of XML, and numbers.
  htmlEntities: true,
  processEntities: { enabled: true, maxTotalExpansions: 1e6, maxExpandedLength: 1e7 },
});

const id = z.string().min(1).max(200);
const value = z.union([z.string(), z.object({ '#text': z.string() }).transform((one) => one['#text'])]).default('');
const annotationSchema = z.union([
  z.object({
    ALIGNABLE_ANNOTATION: z.object({
      ANNOTATION_ID: id,
      TIME_SLOT_REF1: id,
      TIME_SLOT_REF2: id,
      ANNOTATION_VALUE: value,
    }),
  }),
  z.object({ REF_ANNOTATION: z.object({ ANNOTATION_ID: id, ANNOTATION_REF: id, ANNOTATION_VALUE: value }) }),
]);
// An element without content is an empty text.
const empty = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal('').transform(() => undefined), schema]).optional();
const documentSchema = z.object({
  ANNOTATION_DOCUMENT: z.object({
    HEADER: empty(
      z.object({
        TIME_UNITS: z.string().optional(),
        PROPERTY: z
          .array(z.union([z.string(), z.object({ NAME: z.string(), '#text': z.string().default('') })]))
          .default([]),
      }),
    ),
    TIME_ORDER: empty(
      z.object({
        TIME_SLOT: z
          .array(
            z.object({
              TIME_SLOT_ID: id,
              TIME_VALUE: z
                .string()
                .regex(/^\d{1,10}$/)
                .optional(),
            }),
          )
          .default([]),
      }),
    ),
    TIER: z.array(z.object({ TIER_ID: z.string(), ANNOTATION: z.array(annotationSchema).default([]) })).default([]),
  }),
});

/** A question as an annotation file has it; times in milliseconds. */
export interface EafQuestion {
  /** Undefined for one that was made in ELAN. */
  readonly id: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly label: z.infer<typeof labelSchema> | undefined;
  readonly subtype: z.infer<typeof subtypeKeySchema> | undefined;
  readonly askedBy: z.infer<typeof askedBySchema> | undefined;
}

export interface EafContent {
  /** Whose lesson it says it is; undefined where it does not. */
  readonly lessonId: string | undefined;
  readonly questions: readonly EafQuestion[];
  readonly rejected: readonly { readonly start: number; readonly end: number }[];
}

/**
 * Reads an annotation file of ELAN with the tiers that `exportEaf` writes; other tiers are passed over.
 * @param fits whether a subtype is one of a label
 * @throws Unreadable for what is no such file, has a document type, or breaks the rules of the format
 */
export function readEaf(xml: string, fits: (label: Label, subtype: string) => boolean): EafContent {
  // No annotation file has any; what they are for here is harm.
  if (/<!(?:DOCTYPE|ENTITY)/iu.test(xml)) throw new Unreadable('It has a document type, which no ELAN file has.');
  const document = parsed(xml);
  if ((document.HEADER?.TIME_UNITS ?? 'milliseconds') !== 'milliseconds')
    throw new Unreadable('Its times are not in milliseconds.');
  const slots = new Map<string, number | undefined>();
  for (const { TIME_SLOT_ID, TIME_VALUE } of document.TIME_ORDER?.TIME_SLOT ?? []) {
    if (slots.has(TIME_SLOT_ID)) throw new Unreadable(`Two time slots are called ${TIME_SLOT_ID}.`);
    slots.set(TIME_SLOT_ID, TIME_VALUE === undefined ? undefined : Number(TIME_VALUE));
  }
  const all = document.TIER.flatMap(({ ANNOTATION }) => ANNOTATION);
  if (all.length > mostAnnotations) throw new Unreadable(`It has more than ${mostAnnotations} annotations.`);
  const ids = new Set<string>();
  for (const one of all) {
    const own = 'REF_ANNOTATION' in one ? one.REF_ANNOTATION.ANNOTATION_ID : one.ALIGNABLE_ANNOTATION.ANNOTATION_ID;
    if (ids.has(own)) throw new Unreadable(`Two annotations are called ${own}.`);
    ids.add(own);
  }
  const tier = (name: string) => document.TIER.find(({ TIER_ID }) => TIER_ID === name)?.ANNOTATION ?? [];
  if (!document.TIER.some(({ TIER_ID }) => TIER_ID === 'questions'))
    throw new Unreadable('It has no tier called "questions".');
  const aligned = (name: string) =>
    tier(name).flatMap((one) => ('REF_ANNOTATION' in one ? [] : [placed(one.ALIGNABLE_ANNOTATION)]));
  const placed = (one: {
    ANNOTATION_ID: string;
    TIME_SLOT_REF1: string;
    TIME_SLOT_REF2: string;
    ANNOTATION_VALUE: string;
  }) => {
    const [start, end] = [slots.get(one.TIME_SLOT_REF1), slots.get(one.TIME_SLOT_REF2)];
    if (start === undefined || end === undefined || end <= start)
      throw new Unreadable(`The annotation ${one.ANNOTATION_ID} has no time, or ends before it begins.`);
    return { id: one.ANNOTATION_ID, start, end, text: one.ANNOTATION_VALUE.trim() };
  };
  const childrenOf = (name: string) =>
    new Map(
      tier(name).flatMap((one) =>
        'REF_ANNOTATION' in one
          ? [[one.REF_ANNOTATION.ANNOTATION_REF, one.REF_ANNOTATION.ANNOTATION_VALUE.trim()] as const]
          : [],
      ),
    );
  const [codes, subtypes, askers, own] = ['code', 'subtype', 'asked by', 'question id'].map(childrenOf);
  const seen = new Set<string>();
  const questions = aligned('questions').map(({ id: annotation, start, end, text }) => {
    const at = `The question at ${(start / 1000).toFixed(1)} s`;
    const label = chosen(labelSchema, codes?.get(annotation), `${at}: its code`);
    const subtype = chosen(subtypeKeySchema, subtypes?.get(annotation), `${at}: its subtype`);
    if (subtype !== undefined && !(label !== undefined && fits(label, subtype)))
      throw new Unreadable(`${at}: ${subtype} is no subtype of its code.`);
    const said = own?.get(annotation);
    // A copy of an annotation has the id of the first: that one is the question, the copy another.
    const known = said === undefined || said === '' || seen.has(said) ? undefined : said;
    if (known !== undefined) seen.add(known);
    return {
      id: known,
      start,
      end,
      text,
      label,
      subtype,
      askedBy: chosen(askedBySchema, askers?.get(annotation), `${at}: who asked`),
    };
  });
  const properties = (document.HEADER?.PROPERTY ?? []).flatMap((one) => (typeof one === 'string' ? [] : [one]));
  return {
    lessonId: properties.find(({ NAME }) => NAME === lessonProperty)?.['#text'],
    questions: questions.toSorted((a, b) => a.start - b.start),
    rejected: aligned('rejected'),
  };
}

function parsed(xml: string): z.infer<typeof documentSchema>['ANNOTATION_DOCUMENT'] {
  const valid = XMLValidator.validate(xml);
  if (valid !== true) throw new Unreadable(`It is not well-formed XML: line ${valid.err.line}, ${valid.err.msg}`);
  let tree: unknown;
  try {
    tree = parser.parse(xml);
  } catch (error) {
    // Too deep, or too many entities.
    throw new Unreadable(`It cannot be read: ${error instanceof Error ? error.message : 'not XML'}.`);
  }
  const document = documentSchema.safeParse(tree);
  if (document.success) return document.data.ANNOTATION_DOCUMENT;
  const [issue] = document.error.issues;
  throw new Unreadable(`It is no ELAN file: ${issue?.path.join('.')}: ${issue?.message}.`);
}

function chosen<T extends string>(schema: z.ZodType<T>, text: string | undefined, what: string): T | undefined {
  if (text === undefined || text === '') return undefined;
  const known = schema.safeParse(text);
  if (!known.success) throw new Unreadable(`${what} is "${text.slice(0, 40)}", which is none.`);
  return known.data;
}
