import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Asking, unseal as open, seal } from '../../../shared/api/continuation.ts';
import { lessonListQuerySchema } from '../../../shared/api/contract.ts';
import { everyLesson, type Reach } from '../../../shared/lessons/reach.ts';
import { positionSchema } from '../../../shared/results/listing.ts';

const key = randomBytes(32);
const position = { value: 'Ms. Zebra asks', id: '0123456789abcdef01234567' };
const sites = (...named: string[]): Reach => ({ sites: named, accounts: ['ana@school.org', '42'] });
const asking = (query: object = {}, reach = sites('north', 'south'), content = true): Asking => ({
  reach,
  filter: { ...lessonListQuerySchema.parse(query), content },
});
const unseal = (opener: Buffer, text: string, by: Asking) => open(opener, text, by, positionSchema);
const refused = expect.objectContaining({ status: 400, code: 'invalid-request' });

test('a continuation opens for the same rights and the same question', () => {
  const sealed = seal(key, position, asking({ site: 'north', q: 'boat' }));
  expect(unseal(key, sealed, asking({ site: 'north', q: 'boat' }, sites('south', 'north')))).toEqual(position);
  // How many fit on a page is no part of the question.
  expect(unseal(key, sealed, asking({ site: 'north', q: 'boat', limit: 7 }))).toEqual(position);
});

test('nothing is read in it', () => {
  const sealed = seal(key, position, asking());
  expect(sealed).toMatch(/^[\w-]+$/);
  const bytes = Buffer.from(sealed, 'base64url').toString('latin1');
  for (const word of ['Zebra', position.id, 'value']) expect(bytes).not.toContain(word);
});

test('the same page has the same one, another page another', () => {
  expect(seal(key, position, asking())).toBe(seal(key, position, asking()));
  expect(seal(key, position, asking())).not.toBe(seal(key, { ...position, value: 0.5 }, asking()));
});

const full = {
  site: 'north',
  status: 'completed',
  from: '2026-01-01',
  to: '2026-12-31',
  q: 'boat',
  educator: 'Kim',
  sort: 'title',
  order: 'asc',
};
test.each([
  ['another site', { ...full, site: 'south' }],
  ['another status', { ...full, status: 'failed' }],
  ['another first day', { ...full, from: '2026-01-02' }],
  ['another last day', { ...full, to: '2026-12-30' }],
  ['other words', { ...full, q: 'boats' }],
  ['another educator', { ...full, educator: 'Ann' }],
  ['another sort', { ...full, sort: 'openShare' }],
  ['another order', { ...full, order: 'desc' }],
  ['no site', { ...full, site: undefined }],
])('it is of no use with %s', (_, query) => {
  expect(() => unseal(key, seal(key, position, asking(full)), asking(query))).toThrow(refused);
});

test.each([
  ['fewer sites', asking({}, sites('north'))],
  ['more sites', asking({}, sites('north', 'south', 'west'))],
  ['all sites', asking({}, everyLesson)],
  ['no site', asking({}, sites())],
  ['the account of somebody else', asking({}, { ...sites('north', 'south'), accounts: ['43'] })],
  ['titles alone', asking({}, sites('north', 'south'), false)],
])('it is of no use with %s', (_, other) => {
  expect(() => unseal(key, seal(key, position, asking()), other)).toThrow(refused);
});

test('no bit of it can be another one', () => {
  const sealed = Buffer.from(seal(key, position, asking()), 'base64url');
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(key, changed.toString('base64url'), asking())).toThrow(refused);
  }
});

test.each([
  ['a word', 'x'],
  [
    'what the list once gave',
    Buffer.from('{"sort":"openShare","order":"desc","value":0.49,"id":"z"}').toString('base64url'),
  ],
  ['one of another key', seal(randomBytes(32), position, asking())],
  ['a cut one', seal(key, position, asking()).slice(0, 20)],
  ['a long one', 'A'.repeat(8000)],
])('%s is none', (_, continuation) => {
  expect(() => unseal(key, continuation, asking())).toThrow(refused);
});
