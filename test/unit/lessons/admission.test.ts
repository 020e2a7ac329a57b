import { expect, test } from 'vitest';
import { PermanentError } from '../../../shared/errors.ts';
import { checkAdmission, sourceOf } from '../../../shared/lessons/admission.ts';

const upload = (blobName: string, sizeBytes: number) =>
  sourceOf({ blobName, etag: '0x1', sizeBytes, uploadedAt: new Date('2026-01-02T03:04:05Z') });

function codeOf(blobName: string, sizeBytes: number): string | undefined {
  try {
    checkAdmission(upload(blobName, sizeBytes), 1000);
    return undefined;
  } catch (error) {
    return error instanceof PermanentError ? error.code : String(error);
  }
}

test.each([
  ['lesson.mp4', 1000, undefined],
  ['LESSON.MOV', 1, undefined],
  ['sound.m4a', 1, undefined],
  ['lesson.mp4', 0, 'file-empty'],
  ['lesson.mp4', 1001, 'file-too-large'],
  ['notes.txt', 10, 'unsupported-name'],
  ['mp4', 10, 'unsupported-name'],
  ['list.m3u8', 10, 'unsupported-name'],
  ['lesson.mp4.txt', 10, 'unsupported-name'],
  ['lesson.take 2.mp4', 10, undefined],
])('%s of %i bytes is answered with %s', (blobName, sizeBytes, code) => {
  expect(codeOf(blobName, sizeBytes)).toBe(code);
});

test.each([
  ['notes.txt', 10, /^"notes.txt" does not end like .*\(mp4, m4v, mov, .*Rename or convert it\.$/],
  ['lesson.mp4', 0, /^"lesson.mp4" has no bytes.*upload it again\.$/],
  ['lesson.mp4', 1001, /^"lesson.mp4" has 1001 bytes; the limit is 1000\. Cut it, or raise MAX_VIDEO_BYTES\.$/],
])('%s of %i bytes is refused by name, with what to do', (blobName, sizeBytes, message) => {
  expect(() => checkAdmission(upload(blobName, sizeBytes), 1000)).toThrow(message);
});

test('a source of which nobody said anything has no details', () => {
  expect(upload('lesson.mp4', 7)).not.toHaveProperty('details');
});

test('a source keeps what storage said', () => {
  expect(upload('north/a.mp4', 7)).toMatchObject({
    siteId: 'north',
    fileName: 'a.mp4',
    blobName: 'north/a.mp4',
    sizeBytes: 7,
    uploadedAt: '2026-01-02T03:04:05.000Z',
  });
});
