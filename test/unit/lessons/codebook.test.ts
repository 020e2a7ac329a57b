import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  codebookSchema,
  earlierKeys,
  isOf,
  keyOf,
  machineSubtypeOf,
  nameOf,
  ownCodebook,
  shownBy,
  subtypeNamed,
} from '../../../shared/lessons/codebook.ts';
import { subtypeSchema } from '../../../shared/lessons/question.ts';
import { codebookOf } from '../../../shared/settings/codebooks.ts';
import { readConfig } from '../../../shared/settings/config.ts';
import { riverCodebook } from '../../../testing/codebook.ts';
import { question } from '../../../testing/lessons.ts';

const needed = { AskwellStorage: 'x', AskwellServiceBus: 'x', COSMOS_CONNECTION: 'x' };
const set = (codebooks: unknown) => readConfig({ ...needed, CODEBOOK: JSON.stringify(codebooks) });
const one = { key: 'why', label: 'OEQ', name: 'Why', definition: 'a reason', machine: ['explain'] };
const two = { key: 'check', label: 'CEQ', name: 'Check', definition: 'yes or no' };
const withSubtypes = (...subtypes: unknown[]) => ({ codebook: { title: 'T', subtypes } });

test('our own codebook is one, and has each of the machine’s subtypes once', () => {
  expect(codebookSchema.safeParse(ownCodebook).error).toBeUndefined();
  expect(ownCodebook.subtypes.flatMap(({ machine }) => machine)).toEqual(subtypeSchema.options);
});

describe('the setting', () => {
  test('gives a site its own codebook, others the common one, and all ours where there is none', () => {
    const config = set({ ...withSubtypes(one, two), sites: { 'River School': riverCodebook } });
    expect(codebookOf(config, 'River School').title).toBe('River School 2026');
    expect(codebookOf(config, 'Hill').title).toBe('T');
    expect(codebookOf(config, '__proto__').title).toBe('T');
    expect(codebookOf(set({ sites: { 'River School': riverCodebook } }), 'Hill')).toBe(ownCodebook);
    expect(codebookOf(readConfig(needed), 'River School')).toBe(ownCodebook);
  });

  test('may be the path of a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'codebook-'));
    try {
      const path = join(folder, 'codebook.json');
      await writeFile(path, `\ufeff${JSON.stringify(withSubtypes(one, two))}`);
      expect(codebookOf(readConfig({ ...needed, CODEBOOK: path }), 'x').subtypes.map(({ key }) => key)).toEqual([
        'why',
        'check',
      ]);
      await writeFile(path, '{');
      expect(() => readConfig({ ...needed, CODEBOOK: path })).toThrow('CODEBOOK: the file is not JSON');
      await writeFile(path, ' '.repeat(1_000_001));
      expect(() => readConfig({ ...needed, CODEBOOK: path })).toThrow('more than 1000000 bytes');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test.each([
    ['a file that is not there', 'no/such/file.json', 'CODEBOOK: the file cannot be read (ENOENT)'],
    ['what is no JSON', '{codebook', 'CODEBOOK: is not JSON'],
    ['what is huge', `{"a":"${'x'.repeat(1_000_001)}"}`, 'CODEBOOK: has more than 1000000 bytes'],
  ])('refuses %s', (_, CODEBOOK, why) => {
    expect(() => readConfig({ ...needed, CODEBOOK })).toThrow(why);
  });

  test.each([
    [
      'a key twice, whatever its case',
      withSubtypes(one, two, { ...one, key: 'WHY', name: 'x', machine: [] }),
      'subtypes.2.key: is a key that subtypes.0 has already',
    ],
    [
      'a name twice under a label',
      withSubtypes(one, two, { ...one, key: 'b', machine: [] }),
      'subtypes.2.name: is a name that subtypes.0 has already',
    ],
    ['a reserved key', withSubtypes(one, { ...two, key: 'None' }), 'subtypes.1.key: is reserved'],
    [
      'the machine’s key for something else',
      withSubtypes({ ...one, key: 'predict' }, two),
      "subtypes.0.key: is reserved for the machine's subtype of this name",
    ],
    [
      'the machine’s key, written otherwise',
      withSubtypes({ ...one, key: 'Explain' }, two),
      'subtypes.0.key: is reserved for the machine',
    ],
    ['a label without a subtype', withSubtypes(one), 'subtypes: none is of CEQ'],
    ['an unknown mapping', withSubtypes({ ...one, machine: ['guess'] }, two), 'subtypes.0.machine.0'],
    [
      'a mapping to the other label',
      withSubtypes({ ...one, machine: ['tag'] }, two),
      'subtypes.0.machine.0: is not of OEQ',
    ],
    [
      'one of the machine’s twice',
      withSubtypes(one, two, { ...one, key: 'b', name: 'b' }),
      "subtypes.2.machine.0: is a subtype of the machine's that subtypes.0 has already",
    ],
    ['another label', withSubtypes(one, two, { ...one, key: 'b', label: 'XEQ' }), 'subtypes.2.label'],
    ['a key with other signs', withSubtypes({ ...one, key: '=why()' }, two), 'subtypes.0.key'],
    [
      'a name that turns the direction',
      withSubtypes({ ...one, name: 'a\u202eb' }, two),
      'subtypes.0.name: has control characters',
    ],
    ['an empty name', withSubtypes({ ...one, name: '  ' }, two), 'subtypes.0.name: write a name'],
    ['a name too long', withSubtypes({ ...one, name: 'x'.repeat(61) }, two), 'subtypes.0.name'],
    [
      'too many',
      withSubtypes(...Array.from({ length: 61 }, (_, i) => ({ ...two, key: `k${i}`, name: `n${i}` }))),
      'subtypes',
    ],
    ['a field that it does not know', { codebok: {} }, 'codebok'],
  ])('refuses %s', (_, codebooks, why) => {
    expect(() => set(codebooks)).toThrow(why);
    expect(() => set(codebooks)).toThrow(/CODEBOOK[.:]/);
  });
});

describe('a codebook of one’s own', () => {
  test('says which of the machine’s subtypes are its own', () => {
    expect(subtypeSchema.options.map((subtype) => keyOf(riverCodebook, subtype) ?? '-').join(' ')).toBe(
      'why - wonder wonder - check - - - - - -',
    );
    expect(machineSubtypeOf(riverCodebook, 'why')).toBe('explain');
    expect(machineSubtypeOf(riverCodebook, 'wonder')).toBeUndefined();
    expect(machineSubtypeOf(riverCodebook, 'tag')).toBe('tag');
    expect(machineSubtypeOf(riverCodebook, 'of long ago')).toBeUndefined();
  });

  test('shows the machine’s subtype by its own key, or none, and what a person said as they said it', () => {
    const review = { label: 'OEQ', subtype: 'explain', by: 'Ana', at: '2026-03-05T10:00:00.000Z' } as const;
    expect(shownBy(riverCodebook, question({ review }))).toMatchObject({ subtype: 'why', review });
    expect('subtype' in shownBy(riverCodebook, question({ subtype: 'describe' }))).toBe(false);
  });

  test('knows keys and names, and which keys are of an earlier one', () => {
    expect(isOf(riverCodebook, 'OEQ', 'why')).toBe(true);
    expect(isOf(riverCodebook, 'CEQ', 'why')).toBe(false);
    expect(isOf(riverCodebook, 'OEQ', 'explain')).toBe(false);
    expect(nameOf(riverCodebook, 'why')).toBe('Asks why');
    expect(nameOf(riverCodebook, 'explain')).toBe('explain');
    expect(subtypeNamed(riverCodebook, 'ASKS WHY')?.key).toBe('why');
    expect(earlierKeys(riverCodebook, ['why', 'explain', undefined, 'explain'])).toEqual(['explain']);
  });
});
