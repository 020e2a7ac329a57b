import { describe, expect, it } from 'vitest';
import { sourceOf, withChoices } from '../../../shared/lessons/admission.ts';
import { choicesSchema } from '../../../shared/lessons/choices.ts';
import { withUpload } from '../../../shared/results/lessons.ts';

const upload = (etag: string) =>
  sourceOf({ blobName: 'north/boats.mp4', etag, sizeBytes: 1, uploadedAt: new Date('2026-03-01T10:00:00Z') });
const now = new Date('2026-03-01T11:00:00Z');

describe('what a lesson is analysed with', () => {
  const chosen = { ...upload('1'), choices: { languages: 'es', track: 2 } };
  const lesson = withUpload(null, chosen, now);

  it('stays with its upload', () => {
    expect(lesson.choices).toEqual({ languages: 'es', track: 2 });
    expect(withUpload(lesson, upload('1'), now).choices).toEqual({ languages: 'es', track: 2 });
    expect(withChoices(upload('1'), lesson).choices).toEqual({ languages: 'es', track: 2 });
  });

  it('is taken back by choosing nothing, and not carried to another upload', () => {
    expect(withUpload(lesson, { ...upload('1'), choices: {} }, now).choices).toEqual({});
    expect(withUpload(lesson, upload('2'), now).choices).toBeUndefined();
    expect(withChoices(upload('2'), lesson).choices).toBeUndefined();
  });

  it.each([
    { languages: 'xx' },
    { languages: '' },
    { track: 0 },
    { track: 9 },
    { model: '' },
    { speakers: 'off' },
    { a: 1 },
  ])('is not %j', (choices) => {
    expect(choicesSchema.safeParse(choices).success).toBe(false);
  });
});
