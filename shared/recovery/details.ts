import type { KeptDetails } from '../backup/reviewBackup.ts';
import type { SaidDetails, Source } from '../lessons/lesson.ts';

/**
 * What people said of a lesson as a whole, put together again in the order in which they said it: each upload says some
 * of it, a change through the API all of it.
 */
export function detailsOf(
  uploads: readonly Pick<Source, 'uploadedAt' | 'details'>[],
  kept: KeptDetails | undefined,
): SaidDetails {
  const sayings = [
    ...uploads.map(({ uploadedAt, details }) => ({ at: uploadedAt, details: details ?? {}, all: false })),
    ...(kept === undefined ? [] : [{ at: kept.at, details: withoutTime(kept), all: true }]),
  ];
  let said: SaidDetails = {};
  for (const { details, all } of sayings.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    said = all ? details : { ...said, ...details };
  }
  return said;
}

function withoutTime({ at: _at, ...details }: KeptDetails): SaidDetails {
  return details;
}
