import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { exportEaf } from '../../../shared/exports/eaf.ts';
import type { LessonExport } from '../../../shared/exports/lessonExport.ts';
import { hostile, hostileLesson, longLesson, question, taken } from '../../../testing/lessons.ts';
import { lesson } from '../../../testing/transcripts.ts';

const lists = new Set(['TIME_SLOT', 'TIER', 'ANNOTATION', 'LINGUISTIC_TYPE', 'CONTROLLED_VOCABULARY', 'CV_ENTRY_ML']);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => lists.has(name),
  processEntities: { enabled: true, maxTotalExpansions: 1e6, maxExpandedLength: 1e8 },
});

interface Aligned {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Reads the file as ELAN does: by its references. Fails where one leads nowhere. */
function read(taken: LessonExport) {
  const xml = exportEaf(taken);
  expect(XMLValidator.validate(xml)).toBe(true);
  const { ANNOTATION_DOCUMENT: document } = parser.parse(xml);
  const slots: { TIME_SLOT_ID: string; TIME_VALUE: string }[] = document.TIME_ORDER.TIME_SLOT ?? [];
  const times = new Map(slots.map((slot) => [slot.TIME_SLOT_ID, Number(slot.TIME_VALUE)]));
  const types = new Map<string, { CONSTRAINTS?: string; CONTROLLED_VOCABULARY_REF?: string }>(
    document.LINGUISTIC_TYPE.map((type: { LINGUISTIC_TYPE_ID: string }) => [type.LINGUISTIC_TYPE_ID, type]),
  );
  const vocabularies = new Map<string, string[]>(
    document.CONTROLLED_VOCABULARY.map((one: { CV_ID: string; CV_ENTRY_ML: { CVE_VALUE: { '#text': string } }[] }) => [
      one.CV_ID,
      one.CV_ENTRY_ML.map((entry) => entry.CVE_VALUE['#text']),
    ]),
  );
  const ids = new Set<string>();
  const aligned = new Map<string, Aligned[]>();
  const associated = new Map<string, Map<string, string>>();
  for (const tier of document.TIER) {
    const type = types.get(tier.LINGUISTIC_TYPE_REF);
    expect(type, `type of ${tier.TIER_ID}`).toBeDefined();
    for (const annotation of tier.ANNOTATION ?? []) {
      const one = annotation.ALIGNABLE_ANNOTATION ?? annotation.REF_ANNOTATION;
      expect(ids.has(one.ANNOTATION_ID)).toBe(false);
      ids.add(one.ANNOTATION_ID);
      const value: string = one.ANNOTATION_VALUE;
      if (annotation.ALIGNABLE_ANNOTATION) {
        expect(type?.CONSTRAINTS).toBeUndefined();
        const [start, end] = [times.get(one.TIME_SLOT_REF1), times.get(one.TIME_SLOT_REF2)];
        if (start === undefined || end === undefined) throw new Error('A time slot is missing.');
        aligned.set(tier.TIER_ID, [...(aligned.get(tier.TIER_ID) ?? []), { id: one.ANNOTATION_ID, start, end, value }]);
      } else {
        expect(type?.CONSTRAINTS).toBe('Symbolic_Association');
        expect(aligned.get(tier.PARENT_REF)?.some(({ id }) => id === one.ANNOTATION_REF)).toBe(true);
        const vocabulary = type?.CONTROLLED_VOCABULARY_REF;
        if (vocabulary !== undefined) expect(vocabularies.get(vocabulary)).toContain(value);
        const values = associated.get(tier.TIER_ID) ?? new Map<string, string>();
        associated.set(tier.TIER_ID, values.set(one.ANNOTATION_REF, value));
      }
    }
  }
  return { document, slots: slots.map(({ TIME_VALUE }) => Number(TIME_VALUE)), aligned, associated, xml };
}

/** What every tier of ELAN must be: in order, without overlap, nothing of no length. */
function expectSound({ slots, aligned }: ReturnType<typeof read>) {
  expect(slots).toEqual(slots.toSorted((a, b) => a - b));
  for (const tier of aligned.values()) {
    for (const [index, { start, end }] of tier.entries()) {
      expect(end).toBeGreaterThan(start);
      expect(start).toBeGreaterThanOrEqual(tier[index - 1]?.end ?? 0);
    }
  }
}

const talk = lesson([[1, 'Why did it sink?']]);

test('a question has its code, its subtype and the wait after it', () => {
  const eaf = read(taken([question()], talk));
  const [asked] = eaf.aligned.get('questions') ?? [];
  expect(asked).toMatchObject({ start: 1000, end: 2200, value: 'Why did it sink?' });
  expect(eaf.associated.get('code')?.get(asked?.id ?? '')).toBe('OEQ');
  expect(eaf.associated.get('subtype')?.get(asked?.id ?? '')).toBe('explain');
  expect(eaf.aligned.get('wait time')).toMatchObject([{ start: 2200, end: 5400, value: '3.2 s' }]);
  expect(eaf.aligned.get('transcript')).toMatchObject([{ start: 1000, value: 'Why did it sink?' }]);
});

test('each piece of the transcript has its language, where it was told', () => {
  const [english, spanish, untold] = lesson([
    [1, 'Look here.'],
    [4, '¿Por qué flota?'],
    [8, 'Boats.'],
  ]).segments;
  if (!english || !spanish || !untold) throw new Error('Three pieces were made.');
  const segments = [{ ...english, language: 'en' }, { ...spanish, language: 'es' }, untold];
  const eaf = read(taken([], { ...talk, segments }));
  expectSound(eaf);
  const pieces = eaf.aligned.get('transcript') ?? [];
  expect(pieces.map(({ id }) => eaf.associated.get('language')?.get(id))).toEqual(['en', 'es', undefined]);
});

test.each([
  ['week 1/a & b.mp4', './a & b.mp4'],
  // What ELAN's schema takes for no address.
  ['50% [1] #2.mp4', './50%25 %5B1%5D %232.mp4'],
])('the video is looked for beside the file, by its name: %s', (fileName, address) => {
  const { document } = read({ ...taken([], talk), lesson: { ...taken([], talk).lesson, fileName } });
  expect(document.HEADER.MEDIA_DESCRIPTOR).toMatchObject({ MEDIA_URL: address, RELATIVE_MEDIA_URL: address });
});

test("a person's code counts, and no subtype is made up for it", () => {
  const review = { label: 'CEQ', by: 'Ana', at: '2026-03-05T10:00:00.000Z' } as const;
  const eaf = read(taken([question({ review })], talk));
  expect([...(eaf.associated.get('code')?.values() ?? [])]).toEqual(['CEQ']);
  expect(eaf.associated.get('subtype')).toBeUndefined();
});

test('what is no question has a tier of its own; who asked and who found it goes with each that is one', () => {
  const questions = [
    question({ origin: 'person', askedBy: 'child' }),
    question({ id: 'q002', start: 8, end: 9, text: 'Said, what?', rejected: true }),
  ];
  const eaf = read(taken(questions, talk));
  expectSound(eaf);
  expect(eaf.aligned.get('questions')).toMatchObject([{ value: 'Why did it sink?' }]);
  expect(eaf.aligned.get('rejected')).toMatchObject([{ start: 8000, end: 9000, value: 'Said, what?' }]);
  expect([...(eaf.associated.get('asked by')?.values() ?? [])]).toEqual(['child']);
  expect([...(eaf.associated.get('origin')?.values() ?? [])]).toEqual(['person']);
});

test('an unknown wait has no span; a wait of nothing has the shortest', () => {
  const questions = [
    question({ waitTimeSeconds: null }),
    question({ id: 'q002', start: 8, end: 9, waitTimeSeconds: 0 }),
  ];
  expect(read(taken(questions, talk)).aligned.get('wait time')).toMatchObject([
    { start: 9000, end: 9001, value: '0 s' },
  ]);
});

test('questions that overlap, stand at one time or run backward are still a sound tier', () => {
  const spans = [
    [1, 5],
    [2, 3],
    [2, 2],
    [9, 8],
    [9, 9],
  ];
  const questions = spans.map(([start = 0, end = 0], index) => question({ id: `q${index}`, start, end }));
  const eaf = read(taken(questions, talk));
  expectSound(eaf);
  expect(eaf.aligned.get('questions')).toHaveLength(5);
});

test.each(hostile)('%s stays in its annotation', (_, text) => {
  const eaf = read(hostileLesson(text));
  expectSound(eaf);
  const [asked] = eaf.aligned.get('questions') ?? [];
  // What XML cannot hold is a space there; of spaces in a row one is left.
  const legible = (value: string) => value.replaceAll(/[\p{Cc}\p{Cn}\ufffd\s]/gu, '');
  expect(legible(asked?.value ?? '')).toBe(legible(text.toWellFormed()));
});

test('600 questions and none at all are sound', () => {
  const long = read(longLesson(600));
  expectSound(long);
  expect(long.associated.get('code')?.size).toBe(600);
  expectSound(read(longLesson(0)));
});
