import { createHash } from 'node:crypto';
import type { Study, StudyPlan } from './study.ts';

/**
 * Who codes which lesson: in an order that the seed alone decides, the first ones go to two coders each, so many that
 * their share is not less than was asked for, the others to one. Coders take turns, and so do pairs.
 */
export function assign({ lessons, coders, doubleShare, seed }: Omit<StudyPlan, 'name'>): Study['assignments'] {
  const drawn = lessons.toSorted((a, b) => (rank(seed, a) < rank(seed, b) ? -1 : 1));
  // 0.2 of 15 is 3.0000000000000004 in binary fractions.
  const twice = Math.ceil(doubleShare * lessons.length - 1e-9);
  return drawn.map((lessonId, index) => {
    const first = index % coders.length;
    const second = (first + 1 + (Math.floor(index / coders.length) % (coders.length - 1))) % coders.length;
    const places = index < twice ? [first, second] : [first];
    return { lessonId, coders: places.flatMap((place) => coders[place] ?? []) };
  });
}

const rank = (seed: string, lessonId: string) => createHash('sha256').update(`${seed}\n${lessonId}`).digest('hex');
