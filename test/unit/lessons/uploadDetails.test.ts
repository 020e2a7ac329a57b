import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../../shared/lessons/admission.ts';
import { type Lesson, type Source, sourceSchema, type UploadDetails } from '../../../shared/lessons/lesson.ts';
import { detailsFrom, metadataOf } from '../../../shared/lessons/uploadDetails.ts';
import { withUpload } from '../../../shared/results/lessons.ts';

const details: UploadDetails = {
  title: 'Bäume & "Boote" 🚣 100 %',
  educator: '王老师',
  consent: 'given',
  recordedOn: '2025-09-30',
  languages: 'es,en',
  speakers: 'off',
};

const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('details come back from metadata as they were, through ASCII and names in any case', () => {
  const metadata = metadataOf(details);
  expect(JSON.stringify(metadata)).toMatch(/^[\x20-\x7e]*$/);
  const shouted = Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name.toUpperCase(), value]));
  expect(detailsFrom(shouted)).toEqual({ details, leftOut: [] });
});

test('the longest details fit into the metadata of a blob', () => {
  const metadata = metadataOf({ ...details, title: '語'.repeat(200), educator: '語'.repeat(200) });
  expect(Buffer.byteLength(Object.entries(metadata).flat().join(''))).toBeLessThan(8192);
});

test.each([
  ['an empty title', { title: '' }, 'title'],
  ['a title without end', { title: 'x'.repeat(201) }, 'title'],
  ['broken percent-encoding', { title: '100%' }, 'title'],
  ['half a character', { educator: '%ED%A0%80' }, 'educator'],
  ['a consent of its own', { consent: 'maybe' }, 'consent'],
  ['a language that nobody knows', { languages: 'es,xx' }, 'languages'],
  ['voices told apart by whoever uploads', { speakers: 'on' }, 'speakers'],
  ['no language', { languages: ' , ' }, 'languages'],
  ['a recording on no day', { recordedon: '2025-02-29' }, 'recordedon'],
  ['a recording on a day in words', { recordedon: 'yesterday' }, 'recordedon'],
  ['a recording with a time', { recordedon: '2025-09-30T10:00:00Z' }, 'recordedon'],
  ['a recording before there were such files', { recordedon: '1989-12-31' }, 'recordedon'],
  ['a recording the day after tomorrow', { recordedon: dayFromNow(2) }, 'recordedon'],
])('%s is left out, named, and spoils nothing else', (_, broken, name) => {
  const found = detailsFrom({ consent: 'withheld', ...broken, __proto__: 'x', askedby: 'somebody' });
  expect(found.leftOut).toEqual([name]);
  expect(found.details).toEqual(name === 'consent' ? {} : { consent: 'withheld' });
});

test.each(['1990-01-01', dayFromNow(0), dayFromNow(1)])('a recording may be of %s', (recordedon) => {
  expect(detailsFrom({ recordedon })).toEqual({ details: { recordedOn: recordedon }, leftOut: [] });
});

test('a day that could be said when it was said stops no job later', () => {
  const source = { ...upload('1'), details: { recordedOn: dayFromNow(2) } };
  expect(sourceSchema.parse(source).details).toEqual(source.details);
});

test('what nobody said is not written', () => {
  expect(metadataOf({ title: 'Boats' })).toEqual({ title: 'Boats' });
});

test('a half character in a title is replaced, not thrown', () => {
  expect(metadataOf({ title: 'a\ud800' }).title).toBe('a%EF%BF%BD');
});

function upload(etag: string, metadata: Record<string, string> = {}): Source {
  return sourceOf({ blobName: 'north/sand & water.mp4', etag, sizeBytes: 5, uploadedAt: new Date(0), metadata });
}
const now = new Date('2026-11-21T10:00:00Z');

test('a lesson without details is called after its file', () => {
  expect(withUpload(null, upload('1'), now)).toMatchObject({ title: 'sand & water', consent: 'unknown' });
});

test('what a person changed outlasts the same upload seen again, and a newer upload that says nothing of it', () => {
  const first = withUpload(null, upload('1', metadataOf(details)), now);
  // Languages and whether voices are told apart are for the upload's own analysis.
  const { languages: _, speakers: __, ...kept } = details;
  expect(first).toMatchObject(kept);
  const changed = { ...first, title: 'Boats', educator: undefined, retainUntil: '2027-01-31' };
  expect(withUpload(changed, upload('1', metadataOf(details)), now)).toMatchObject({ title: 'Boats' });
  expect(withUpload(changed, upload('1', metadataOf(details)), now).educator).toBeUndefined();
  const newer = withUpload(changed, upload('2', { educator: 'Kim' }), now);
  expect(newer).toMatchObject({ title: 'Boats', educator: 'Kim', consent: 'given', retainUntil: '2027-01-31' });
  expect(newer.recordedOn).toBe('2025-09-30');
});

// A blob's metadata is written by anybody who has an address to upload to.
describe('of metadata', () => {
  const before: Lesson = {
    ...withUpload(null, upload('1'), now),
    title: 'Boats',
    educator: 'Kim',
    consent: 'withheld',
    recordedOn: '2026-01-01',
    retainUntil: '2031-01-31',
    hold: true,
  };
  const moved = (lesson: Lesson | null, metadata: Record<string, string>) =>
    withUpload(lesson, sourceSchema.parse(upload('2', metadata)), now);

  test.each([
    ['title', 'Stones', { title: 'Stones' }],
    ['educator', 'Ann', { educator: 'Ann' }],
    ['consent', 'given', { consent: 'given' }],
    ['recordedon', '2026-02-02', { recordedOn: '2026-02-02' }],
  ])('%s is what an upload may say', (name, value, said) => {
    expect(moved(before, { [name]: value })).toEqual({ ...moved(before, {}), ...said });
    expect(moved(null, { [name]: value })).toEqual({ ...moved(null, {}), ...said });
  });

  test.each([
    ['hold', 'false'],
    ['hold', 'true'],
    ['Hold', 'false'],
    ['retainuntil', '2020-01-01'],
    ['retainUntil', '2040-01-01'],
    ['retainuntil', ''],
    ['retention', 'default'],
    ['replace', 'true'],
    ['replaces', 'true'],
    ['site', 'south'],
    ['siteid', 'south'],
    ['filename', 'other.mp4'],
    ['blobname', 'south/other.mp4'],
    ['lessonid', '0'.repeat(24)],
    ['revision', '0'.repeat(16)],
    ['status', 'completed'],
    ['uploadedat', '2000-01-01T00:00:00.000Z'],
    ['details', '{"hold":false}'],
    ['__proto__', 'x'],
  ])('%s=%s decides nothing', (name, value) => {
    const metadata = Object.fromEntries([[name, value]]);
    expect(moved(before, metadata)).toEqual(moved(before, {}));
    expect(moved(null, metadata)).toEqual(moved(null, {}));
  });

  test('what it once decided is named where it is tried', () => {
    expect(detailsFrom({ Hold: 'false', retainUntil: '2020-01-01', title: 'Boats' })).toEqual({
      details: { title: 'Boats' },
      leftOut: ['hold', 'retainuntil'],
    });
  });
});
