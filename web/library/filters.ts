import type { ListQuery } from '../api/lessons.ts';
import { library } from '../text/library.ts';

/** What the library shows, as it stands in the page's address; '' where nothing is chosen. */
export interface Filters {
  readonly q: string;
  readonly site: string;
  readonly status: string;
  readonly from: string;
  readonly to: string;
  readonly sort: string;
}

export const noFilters: Filters = { q: '', site: '', status: '', from: '', to: '', sort: '' };
export const pageSize = 24;

export type Status = keyof typeof library.status;
type Sort = keyof typeof library.sorts;
// `keys` of an object literal of known keys are those keys.
export const statuses = Object.keys(library.status) as Status[];
const sorts = Object.keys(library.sorts) as Sort[];
const byFigure = (sort: string) => /^(?:open|clear)Share-/.test(sort);
/** The orders for whoever may see figures, and for others. */
export const sortsFor = (mayReview: boolean) => (mayReview ? sorts : sorts.filter((sort) => !byFigure(sort)));
const isStatus = (text: string): text is Status => text in library.status;
const isSort = (text: string): text is Sort => text in library.sorts;
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** Reads an address's query; what makes no sense there is as if it were not. */
export function filtersFrom(query: Readonly<Record<string, string>>): Filters {
  const { q = '', site = '', status = '', from = '', to = '', sort = '' } = query;
  return {
    q: q.slice(0, 200),
    site: site.slice(0, 100),
    status: isStatus(status) ? status : '',
    from: isDay(from) ? from : '',
    to: isDay(to) ? to : '',
    sort: isSort(sort) ? sort : '',
  };
}

/** Filters as whoever has opened the page may use them: a link that sorts by figures is in the usual order for others. */
export function orderedFor(rights: { readonly see: boolean } | undefined, filters: Filters): Filters {
  return rights?.see === false && byFigure(filters.sort) ? { ...filters, sort: '' } : filters;
}

/** The page's address with these filters. */
export function addressWith(filters: Filters): string {
  const given = Object.entries(filters).filter(([, value]) => value !== '');
  return given.length === 0 ? '/' : `/?${new URLSearchParams(given)}`;
}

/** What to ask of the API. */
export function queryFor({ q, site, status, from, to, sort }: Filters, continuation: string | undefined): ListQuery {
  const [by, order] = sort.split('-');
  return {
    limit: pageSize,
    ...(q.trim() === '' ? {} : { q: q.trim() }),
    ...(site === '' ? {} : { site }),
    ...(isStatus(status) ? { status } : {}),
    ...(from === '' ? {} : { from }),
    ...(to === '' ? {} : { to }),
    ...(by === 'uploadedAt' || by === 'title' || by === 'openShare' || by === 'clearShare' ? { sort: by } : {}),
    ...(order === 'asc' || order === 'desc' ? { order } : {}),
    ...(continuation === undefined ? {} : { continuation }),
  };
}

/** Whether anything but the order is chosen. */
export const narrows = ({ sort: _sort, ...rest }: Filters) => Object.values(rest).some((value) => value !== '');
