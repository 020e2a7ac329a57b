import { expect, test } from 'vitest';
import { type Codebook, ownCodebook } from '../../../shared/lessons/codebook.ts';
import { type CodedLesson, codedUnits, pairAgreements } from '../../../shared/studies/agreement.ts';
import { codesCsv } from '../../../shared/studies/codesCsv.ts';
import { methodsText } from '../../../shared/studies/methodsText.ts';
import type { Study } from '../../../shared/studies/study.ts';

const booked = (title: string, ...named: [string, string][]): Codebook => ({
  title,
  subtypes: named.map(([key, name]) => ({ key, label: 'OEQ', name, definition: name, machine: [] })),
});
const lake = booked('Lake 2026', ['x', 'Wonders'], ['y', 'Asks why']);
const wood = booked('Wood 2026', ['x', 'Tells'], ['y', 'Plans']);

/** A lesson that Ada and Ben coded, question by question. */
function coded(lessonId: string, codebook: Codebook, ...pairs: [string, string][]): CodedLesson {
  const by = (coder: string, place: 0 | 1) => ({
    ...{ studyId: 's', lessonId, coder, done: true, from: 'studio' as const, at: '2026-11-01T00:00:00.000Z' },
    codes: pairs.map((pair, index) => ({
      ...{ startSeconds: index * 10, endSeconds: index * 10 + 2, label: 'OEQ' as const, subtype: pair[place] },
    })),
  });
  return { lessonId, codebook, codings: [by('Ada', 0), by('Ben', 1)], settlements: [] };
}
const lessons = (other: Codebook) => [
  coded('a', lake, ['x', 'x'], ['y', 'x']),
  coded('b', other, ['x', 'x'], ['y', 'y']),
];
const kappaOf = (all: CodedLesson[]) => pairAgreements(all)[0]?.subtype.kappa;

test('one key of two codebooks is two subtypes in the figures, and one of one codebook is one', () => {
  // Three of four agree. Of two subtypes chance makes .5 × .75 + .5 × .25 = .5; of four .25 × (.5 + .25 + .25) = .25.
  expect(kappaOf(lessons(lake))).toBeCloseTo(0.5, 10);
  expect(kappaOf(lessons(wood))).toBeCloseTo(2 / 3, 10);
});

test('the table names each subtype as its site does, and the text of a methods section the codebooks', () => {
  const all = lessons(wood);
  const units = all.flatMap(codedUnits);
  const about = (id: string) => ({ title: id, site: `site ${id}`, codebook: id === 'a' ? lake : wood });
  const rows = codesCsv(units, about).trim().split('\n');
  expect(rows[0]).toMatch(/,site,codebook,subtypeName,finalSubtypeName$/);
  expect(rows[1]).toMatch(/,OEQ,x,.*,site a,Lake 2026,Wonders,Wonders$/);
  expect(rows[3]).toMatch(/,OEQ,y,.*,site a,Lake 2026,Asks why,$/);
  expect(rows[5]).toMatch(/,OEQ,x,.*,site b,Wood 2026,Tells,Tells$/);
  const study: Study = {
    ...{ id: '00000000-0000-4000-8000-000000000000', name: 'Autumn', lessons: ['a', 'b'], coders: ['Ada', 'Ben'] },
    ...{ doubleShare: 1, seed: '1', showMachine: false, by: 'Ada', at: '2026-11-01T00:00:00.000Z' },
    assignments: all.map(({ lessonId }) => ({ lessonId, coders: ['Ada', 'Ben'] })),
  };
  const none = { units: 0, codes: 0, alpha: null };
  const text = (codebooks: Codebook[]) =>
    methodsText(study, [], { label: none, subtype: none, askedBy: none }, { units, codebooks });
  expect(text([lake, wood])).toContain('the codebooks “Lake 2026” (1 lesson), “Wood 2026” (1 lesson); a key of two');
  expect(text([lake, lake])).toContain('2 people coded 2 lessons. 2 lessons, drawn by the seed “1”, were coded');
  expect(text([lake, lake])).toContain('0 questions were settled in talk; 1 disagreement is open.');
  expect(text([ownCodebook, ownCodebook])).toContain('Subtypes are those of the codebook “Askwell”.');
});
