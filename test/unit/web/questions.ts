import { ownCodebook } from '../../../shared/lessons/codebook.ts';
import type { Question } from '../../../web/model/code.ts';
import type { Codebook } from '../../../web/model/codebook.ts';

/** A coded question at `start` seconds, two seconds long; all else may be given. */
export function question(start: number, given: Partial<Question> = {}): Question {
  return {
    id: `q${start}`,
    start,
    end: start + 2,
    text: 'Why did it sink?',
    quoted: false,
    label: 'OEQ',
    subtype: 'explain',
    confidence: 0.9,
    engine: 'local',
    modelVersion: '1',
    waitTimeSeconds: 1,
    next: 'speech',
    etag: '"1"',
    ...given,
  };
}

/** The codebook of who has no other. */
export const ours: Codebook = { title: ownCodebook.title, subtypes: [...ownCodebook.subtypes] };

/** The same for a closed one. */
export const closed = (start: number, given: Partial<Question> = {}) =>
  question(start, { label: 'CEQ', subtype: 'yes-no', text: 'Is it red?', ...given });

export const review = (label: 'OEQ' | 'CEQ', given: Partial<NonNullable<Question['review']>> = {}) => ({
  label,
  by: 'Ana',
  at: '2026-11-21T10:00:00.000Z',
  ...given,
});
