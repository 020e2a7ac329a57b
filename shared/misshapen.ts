import type { z } from 'zod';

/** Where a value is of another shape than it should be; quotes nothing of it, and names three places at most. */
export function misshapenAt({ issues }: z.ZodError): string {
  return issues
    .slice(0, 3)
    .map(({ path }) => path.join('.') || 'the whole')
    .join(', ');
}
