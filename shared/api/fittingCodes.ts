import type { Codebook } from '../lessons/codebook.ts';
import { misfitIn, type UnitCode } from '../studies/study.ts';
import { Problem } from './problem.ts';

/**
 * That each subtype is one of its label in a codebook.
 * @param given what was coded before: it stands although the codebook may have changed since, and is sent again with the rest
 * @throws Problem 400
 */
export function assertFitting(codebook: Codebook, codes: readonly UnitCode[], given: readonly UnitCode[] = []): void {
  const stands = new Set(given.map(({ label, subtype }) => `${label} ${subtype}`));
  const misfit = misfitIn(
    codebook,
    codes.filter(({ label, subtype }) => !stands.has(`${label} ${subtype}`)),
  );
  if (misfit === undefined) return;
  const why = `the subtype at ${misfit.startSeconds} s is not one of ${misfit.label} in the site's codebook`;
  throw new Problem(400, 'invalid-request', 'The request is not valid', `codes: ${why}.`);
}
