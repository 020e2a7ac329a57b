import { useEffect, useState } from 'preact/hooks';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { library } from '../text/library.ts';
import { type Filters, narrows, noFilters, sortsFor, statuses } from './filters.ts';

interface LessonFiltersProps {
  readonly filters: Filters;
  /** Whether figures may be seen: else nothing is found or sorted by them, nor by educators. */
  readonly mayReview: boolean;
  readonly sites: readonly string[];
  readonly change: (part: Partial<Filters>) => void;
}

const typingPause = 300;

/** Search, filters and order; on a phone all but the search fold away. */
export function LessonFilters({ filters, mayReview, sites, change }: LessonFiltersProps) {
  const text = library.filters;
  const set = (name: keyof Filters) => (event: Event & { currentTarget: HTMLInputElement | HTMLSelectElement }) =>
    change({ [name]: event.currentTarget.value });
  const sorts = sortsFor(mayReview);
  const known = filters.site === '' || sites.includes(filters.site) ? sites : [filters.site, ...sites];
  return (
    <search class="library-filters" aria-label={text.name}>
      <SearchField
        q={filters.q}
        hint={mayReview ? text.searchHint : text.searchOthersHint}
        change={(q) => change({ q })}
      />
      <details class="library-filters-more" open={window.matchMedia('(min-width: 48rem)').matches || narrows(filters)}>
        <summary class="button">{text.more}</summary>
        <div class="library-filters-row">
          <Field label={text.status}>
            {(control) => (
              <select {...control} class="input" value={filters.status} onChange={set('status')}>
                <option value="">{text.allStatuses}</option>
                {statuses.map((status) => (
                  <option key={status} value={status}>
                    {library.status[status]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={text.site}>
            {(control) => (
              <select {...control} class="input" value={filters.site} onChange={set('site')}>
                <option value="">{text.allSites}</option>
                {known.map((site) => (
                  <option key={site} value={site}>
                    {site}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={text.from}>
            {(control) => (
              <input
                {...control}
                class="input"
                type="date"
                value={filters.from}
                {...(filters.to === '' ? {} : { max: filters.to })}
                onChange={set('from')}
              />
            )}
          </Field>
          <Field label={text.to}>
            {(control) => (
              <input
                {...control}
                class="input"
                type="date"
                value={filters.to}
                {...(filters.from === '' ? {} : { min: filters.from })}
                onChange={set('to')}
              />
            )}
          </Field>
          <Field label={text.sort}>
            {(control) => (
              <select {...control} class="input" value={filters.sort || sorts[0]} onChange={set('sort')}>
                {sorts.map((sort) => (
                  <option key={sort} value={sort}>
                    {library.sorts[sort]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Button
            look="quiet"
            disabled={!narrows(filters)}
            onClick={() => change({ ...noFilters, sort: filters.sort })}
          >
            {text.clear}
          </Button>
        </div>
      </details>
    </search>
  );
}

/** Asks when the typing rests, not at each letter. */
function SearchField({ q, hint, change }: { q: string; hint: string; change: (q: string) => void }) {
  const [typed, type] = useState(q);
  useEffect(() => type(q), [q]);
  useEffect(() => {
    if (typed === q) return undefined;
    const timer = setTimeout(() => change(typed), typingPause);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Field label={library.filters.search}>
      {(control) => (
        <input
          {...control}
          class="input"
          type="search"
          maxLength={200}
          placeholder={hint}
          value={typed}
          onInput={(event) => type(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
