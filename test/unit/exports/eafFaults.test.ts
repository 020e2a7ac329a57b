import { expect, test } from 'vitest';
import { exportEaf } from '../../../shared/exports/eaf.ts';
import { eafFaults } from '../../../testing/eafFaults.ts';
import { question, taken } from '../../../testing/lessons.ts';
import { lesson } from '../../../testing/transcripts.ts';

const sound = exportEaf(
  taken(
    [question(), { ...question(), id: 'q002', start: 9, end: 10 }],
    lesson([
      [1, 'Why did it sink?'],
      [9, 'Why did it sink?'],
    ]),
  ),
);

test('what we write breaks no rule of the format', () => {
  expect(eafFaults(sound)).toEqual([]);
});

const first = (pattern: RegExp) => pattern.exec(sound)?.[1] ?? '';
const annotation = first(/ANNOTATION_ID="([^"]+)"/);

test.each([
  [
    'an annotation’s id that is there twice',
    sound.replaceAll(/ANNOTATION_ID="[^"]+"/g, `ANNOTATION_ID="${annotation}"`),
    /is there twice/,
  ],
  ['time slots out of order', sound.replace(/TIME_VALUE="\d+"/, 'TIME_VALUE="99999"'), /order of time/],
  ['a time slot that is not there', sound.replace(/TIME_SLOT_REF1="[^"]+"/, 'TIME_SLOT_REF1="ts0"'), /has no time/],
  [
    'an annotation that leads nowhere',
    sound.replace(/ANNOTATION_REF="[^"]+"/, 'ANNOTATION_REF="a0"'),
    /there is no a0/,
  ],
  [
    'a tier’s parent that is not there',
    sound.replace(/PARENT_REF="[^"]+"/, 'PARENT_REF="nobody"'),
    /there is no nobody/,
  ],
  [
    'a type that is not there',
    sound.replace(/LINGUISTIC_TYPE_REF="[^"]+"/, 'LINGUISTIC_TYPE_REF="odd"'),
    /there is no type odd/,
  ],
  ['a file that is cut off', sound.slice(0, -20), /not well-formed/],
])('finds %s', (_, broken, fault) => {
  expect(broken).not.toBe(sound);
  expect(eafFaults(broken).join('; ')).toMatch(fault);
});

test('finds a child outside its parent', () => {
  const tier = (id: string, rest: string, from: string, to: string) =>
    `<TIER TIER_ID="${id}" ${rest}><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="${id}1" TIME_SLOT_REF1="${from}" TIME_SLOT_REF2="${to}"><ANNOTATION_VALUE>x</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>`;
  const file = (to: string) =>
    `<ANNOTATION_DOCUMENT><TIME_ORDER>${[0, 100, 200].map((time) => `<TIME_SLOT TIME_SLOT_ID="t${time}" TIME_VALUE="${time}"/>`).join('')}</TIME_ORDER>` +
    tier('parent', 'LINGUISTIC_TYPE_REF="top"', 't0', 't100') +
    tier('child', 'LINGUISTIC_TYPE_REF="in" PARENT_REF="parent"', 't0', to) +
    '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="top"/><LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="in" CONSTRAINTS="Included_In"/><CONSTRAINT STEREOTYPE="Included_In"/></ANNOTATION_DOCUMENT>';
  expect(eafFaults(file('t100'))).toEqual([]);
  expect(eafFaults(file('t200'))).toEqual(['annotation child1: it lies outside its parent']);
});
