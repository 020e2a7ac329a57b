import { expect, test } from 'vitest';
import { jobId, lessonOf, plainETag, revisionOf } from '../../../shared/lessons/identity.ts';

test.each([
  ['lesson.mp4', 'default', 'lesson.mp4'],
  ['north/lesson.mp4', 'north', 'lesson.mp4'],
  ['north/week 1/lesson "a" 50%.mp4', 'north', 'week 1/lesson "a" 50%.mp4'],
  ['école/übung.mp4', 'école', 'übung.mp4'],
  ['../x.mp4', '..', 'x.mp4'],
  ['/x.mp4', 'default', '/x.mp4'],
])('the blob %j belongs to the site %j', (blobName, siteId, fileName) => {
  expect(lessonOf(blobName)).toMatchObject({ siteId, fileName });
});

test('ids are hexadecimal whatever the name', () => {
  const { lessonId } = lessonOf("../../etc/'; DROP TABLE--.mp4");
  expect(lessonId).toMatch(/^[0-9a-f]{24}$/);
  expect(jobId({ lessonId, revision: revisionOf('"0x8D"') })).toMatch(/^[0-9a-f]{24}-[0-9a-f]{16}$/);
});

test('a blob at the root and one in the folder "default" are two lessons', () => {
  expect(lessonOf('x.mp4').lessonId).not.toBe(lessonOf('default/x.mp4').lessonId);
});

test.each([[''], ['a/'], ['a\u0000.mp4'], ['a\n.mp4'], ['x'.repeat(1025)]])('the name %j is refused', (name) => {
  const refusal = { code: 'unsupported-name', message: expect.stringContaining('Rename') };
  expect(() => lessonOf(name)).toThrow(expect.objectContaining(refusal));
});

test('the longest name that storage takes is no longer than it may be', () => {
  const longest = 'x'.repeat(1024);
  expect(lessonOf(longest).fileName).toBe(longest);
});

test('quotes around an ETag do not make another revision', () => {
  expect(revisionOf('"0x8D"')).toBe(revisionOf('0x8D'));
  expect(plainETag('W/"0x8D"')).toBe('0x8D');
  expect(plainETag('"0xW/8D"')).toBe('0xW/8D');
  expect(revisionOf('0x8D')).not.toBe(revisionOf('0x8E'));
});
