import type { Names } from '../api/review.ts';

/** Whether a lesson's address asks for its names to be masked. @param search the address's query, or '' */
export const namesIn = (search: string): Names =>
  new URLSearchParams(search).get('names') === 'masked' ? 'masked' : 'shown';

/** The query with whether names are masked; '' where nothing is left of it. */
export function withNames(search: string, names: Names): string {
  const query = new URLSearchParams(search);
  if (names === 'masked') query.set('names', names);
  else query.delete('names');
  return query.size === 0 ? '' : `?${query}`;
}
