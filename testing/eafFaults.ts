import { XMLParser, XMLValidator } from 'fast-xml-parser';

const lists = new Set([
  'TIME_SLOT',
  'TIER',
  'ANNOTATION',
  'LINGUISTIC_TYPE',
  'CONTROLLED_VOCABULARY',
  'CV_ENTRY_ML',
  'CONSTRAINT',
]);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  isArray: (name) => lists.has(name),
});

type Row = Readonly<Record<string, string>>;
interface Tier extends Row {
  readonly ANNOTATION: never;
}
interface Span {
  readonly tier: string;
  readonly start: number;
  readonly end: number;
}

/**
 * What is wrong with an ELAN file by the rules of its format (EAF 3.0), in words: ids are unique, time slots stand in
 * the order of time, every reference leads somewhere, and a child lies inside its parent.
 */
export function eafFaults(xml: string): string[] {
  if (XMLValidator.validate(xml) !== true) return ['it is not well-formed'];
  const { ANNOTATION_DOCUMENT: document } = parser.parse(xml);
  const faults: string[] = [];
  const unless = (fine: boolean, fault: string) => {
    if (!fine) faults.push(fault);
  };
  const unique = (kind: string, ids: readonly (string | undefined)[]) => {
    for (const id of new Set(ids)) unless(ids.filter((one) => one === id).length === 1, `${kind} ${id} is there twice`);
  };
  const rows = (value: unknown): Row[] => (Array.isArray(value) ? value : []);

  const slots = rows(document.TIME_ORDER?.TIME_SLOT);
  const tiers = rows(document.TIER) as Tier[];
  const types = new Map(rows(document.LINGUISTIC_TYPE).map((type) => [type.LINGUISTIC_TYPE_ID, type]));
  const constraints = new Set(rows(document.CONSTRAINT).map(({ STEREOTYPE }) => STEREOTYPE));
  const vocabularies = new Set(rows(document.CONTROLLED_VOCABULARY).map(({ CV_ID }) => CV_ID));
  const times = new Map(slots.map(({ TIME_SLOT_ID, TIME_VALUE }) => [TIME_SLOT_ID, Number(TIME_VALUE)]));
  const values = slots.map(({ TIME_VALUE }) => Number(TIME_VALUE));
  const annotations = tiers.flatMap((tier) =>
    rows(tier.ANNOTATION).map((annotation) => {
      const one = (annotation.ALIGNABLE_ANNOTATION ?? annotation.REF_ANNOTATION) as unknown as Row;
      return { tier, one, aligned: 'ALIGNABLE_ANNOTATION' in annotation };
    }),
  );

  unique(
    'time slot',
    slots.map(({ TIME_SLOT_ID }) => TIME_SLOT_ID),
  );
  unique(
    'annotation',
    annotations.map(({ one }) => one.ANNOTATION_ID),
  );
  unique(
    'tier',
    tiers.map(({ TIER_ID }) => TIER_ID),
  );
  unique(
    'type',
    rows(document.LINGUISTIC_TYPE).map(({ LINGUISTIC_TYPE_ID }) => LINGUISTIC_TYPE_ID),
  );
  unless(
    values.every((value, index) => Number.isInteger(value) && value >= (values[index - 1] ?? 0)),
    'time slots are not in the order of time',
  );
  for (const { TIER_ID: tier, PARENT_REF: parent, LINGUISTIC_TYPE_REF: ref } of tiers) {
    const type = types.get(ref);
    unless(type !== undefined, `tier ${tier}: there is no type ${ref}`);
    unless(
      parent === undefined || tiers.some(({ TIER_ID }) => TIER_ID === parent),
      `tier ${tier}: there is no ${parent}`,
    );
    unless(
      (parent === undefined) === (type?.CONSTRAINTS === undefined),
      `tier ${tier}: its type has no constraint for it`,
    );
  }
  for (const [name, { CONSTRAINTS, CONTROLLED_VOCABULARY_REF }] of types) {
    unless(CONSTRAINTS === undefined || constraints.has(CONSTRAINTS), `type ${name}: there is no ${CONSTRAINTS}`);
    unless(
      CONTROLLED_VOCABULARY_REF === undefined || vocabularies.has(CONTROLLED_VOCABULARY_REF),
      `type ${name}: there is no ${CONTROLLED_VOCABULARY_REF}`,
    );
  }
  const spans = new Map<string | undefined, Span>();
  for (const { tier, one, aligned } of annotations) {
    if (!aligned) continue;
    const [start, end] = [times.get(one.TIME_SLOT_REF1), times.get(one.TIME_SLOT_REF2)];
    unless(start !== undefined && end !== undefined, `annotation ${one.ANNOTATION_ID}: it has no time`);
    if (start === undefined || end === undefined) continue;
    unless(start < end, `annotation ${one.ANNOTATION_ID}: it ends before it begins`);
    spans.set(one.ANNOTATION_ID, { tier: tier.TIER_ID ?? '', start, end });
  }
  for (const { tier, one, aligned } of annotations) {
    const span = spans.get(one.ANNOTATION_ID);
    if (aligned && tier.PARENT_REF !== undefined && span !== undefined) {
      const inside = [...spans.values()].some(
        (parent) => parent.tier === tier.PARENT_REF && parent.start <= span.start && span.end <= parent.end,
      );
      unless(inside, `annotation ${one.ANNOTATION_ID}: it lies outside its parent`);
    }
    if (aligned) continue;
    const parent = annotations.find((other) => other.one.ANNOTATION_ID === one.ANNOTATION_REF);
    unless(parent !== undefined, `annotation ${one.ANNOTATION_ID}: there is no ${one.ANNOTATION_REF}`);
    unless(
      parent === undefined || parent.tier.TIER_ID === tier.PARENT_REF,
      `annotation ${one.ANNOTATION_ID}: ${one.ANNOTATION_REF} is of another tier than its parent`,
    );
  }
  return faults;
}
