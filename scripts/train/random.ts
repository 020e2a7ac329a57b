import { randomFrom } from '../../shared/randomFrom.ts';

/** A copy in an order that depends on the seed alone (Fisher-Yates). */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const copy = [...items];
  const random = randomFrom(seed);
  for (let index = copy.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const [a, b] = [copy[index], copy[other]];
    if (a !== undefined && b !== undefined) {
      copy[index] = b;
      copy[other] = a;
    }
  }
  return copy;
}
