import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { type LessonResponse, listLessons, readSites } from '../api/lessons.ts';
import { usePolled } from '../api/usePolled.ts';
import { DeleteDialog } from '../details/DeleteDialog.tsx';
import { DetailsDialog } from '../details/DetailsDialog.tsx';
import { isMoving } from '../details/stages.ts';
import { type Rights, useRightsAt } from '../frame/useRights.ts';
import { useTitle } from '../frame/useTitle.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { useStore } from '../parts/store.ts';
import { common } from '../text/common.ts';
import { library } from '../text/library.ts';
import { manyText } from '../text/many.ts';
import { arrivals, noteArrived } from '../upload/arrivals.ts';
import { chooseFiles, chooseFolder } from '../upload/choose.ts';
import {
  addressWith,
  type Filters,
  filtersFrom,
  narrows,
  noFilters,
  orderedFor,
  pageSize,
  queryFor,
} from './filters.ts';
import { LessonFilters } from './LessonFilters.tsx';
import { LessonRow } from './LessonRow.tsx';
import { ManyBar } from './many/ManyBar.tsx';
import { TakeAllAway } from './TakeAllAway.tsx';
import { useProgress } from './useProgress.ts';

const soon = 1500;
// For what others upload: what moves here is asked after by itself.
const whileRunning = 30_000;
const few = 3;
const compactKey = 'askwell.compact';
type Open = { readonly dialog: 'details' | 'delete'; readonly lesson: LessonResponse };

/** All lessons that the caller may see, a page at a time; what is chosen stands in the address. */
export function Library() {
  useTitle(library.title);
  const { query, route } = useLocation();
  const rightsAt = useRightsAt();
  const rights = rightsAt?.();
  const filters = orderedFor(rights, filtersFrom(query));
  const address = addressWith(filters);
  // Where each page begins; the address does not keep it, since what a page holds moves with every upload.
  const [trail, setTrail] = useState<{ address: string; tokens: readonly string[] }>({ address, tokens: [] });
  const tokens = trail.address === address ? trail.tokens : [];
  const continuation = tokens.at(-1);
  const [open, setOpen] = useState<Open>();
  const [compact, setCompact] = useState(localStorage.getItem(compactKey) === 'true');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const awaited = useStore(arrivals);

  const page = usePolled(
    `${address} ${continuation ?? ''}`,
    (etag, signal) => listLessons(queryFor(filters, continuation), etag, signal),
    ({ lessons }) => (arrivals.get().length > 0 ? soon : lessons.some(isMoving) ? whileRunning : null),
    awaited.length,
  );
  useEffect(() => noteArrived(page.value?.lessons ?? []), [page.value, awaited]);
  const sites = usePolled(
    'sites',
    async (_etag, signal) => ({ body: await readSites(signal), etag: '' }),
    () => null,
  );

  // On top of what the address says now: a search that was still being typed may come after another filter.
  const change = (part: Partial<Filters>) =>
    route(addressWith({ ...filtersFrom(Object.fromEntries(new URLSearchParams(location.search))), ...part }), true);
  const turnTo = (next: readonly string[]) => {
    setTrail({ address, tokens: next });
    window.scrollTo({ top: 0 });
  };
  const listed = useProgress(page.value?.lessons, page.refresh);
  const lessons = rights === undefined ? undefined : listed;
  const more = lessons === undefined ? undefined : page.value?.continuation;
  const row = (lesson: LessonResponse) => ({
    lesson,
    rights: rightsAt?.(lesson.siteId) as Rights, // No row is there before the rights are.
    onDetails: (shown: LessonResponse) => setOpen({ dialog: 'details', lesson: shown }),
    onDelete: (shown: LessonResponse) => setOpen({ dialog: 'delete', lesson: shown }),
    onChange: page.refresh,
  });

  const picked = (lessons ?? []).filter(({ id }) => chosen.has(id));
  const pick = (ids: readonly string[], on: boolean) =>
    setChosen(new Set(on ? [...chosen, ...ids] : [...chosen].filter((id) => !ids.includes(id))));
  const switchList = () => {
    localStorage.setItem(compactKey, String(!compact));
    setCompact(!compact);
  };

  return (
    <>
      <div class="library-head">
        <div>
          <h1>{library.title}</h1>
          <p class="soft">{library.lead}</p>
        </div>
        <div class="library-tools">
          {rights?.see === false ? null : <TakeAllAway filters={filters} />}
          {rights?.upload === false ? null : (
            <>
              <Button onClick={chooseFolder}>{library.uploadFolder}</Button>
              <Button look="primary" icon="upload" onClick={chooseFiles}>
                {library.upload}
              </Button>
            </>
          )}
        </div>
      </div>
      <LessonFilters
        filters={filters}
        mayReview={rights?.see !== false}
        sites={sites.value?.sites.map(({ siteId }) => siteId) ?? []}
        change={change}
      />
      <div class="library-look">
        <Button compact look="quiet" aria-pressed={compact} onClick={switchList}>
          {manyText.compact}
        </Button>
      </div>
      {compact && rights !== undefined && lessons !== undefined && lessons.length > 0 ? (
        <ManyBar
          lessons={picked}
          rights={rights}
          allChosen={picked.length === lessons.length}
          chooseAll={(all) =>
            pick(
              lessons.map(({ id }) => id),
              all,
            )
          }
          onChange={page.refresh}
        />
      ) : null}
      <p class="unseen" role="status">
        {lessons === undefined
          ? common.loading
          : more === undefined
            ? library.results({ count: lessons.length })
            : library.firstResults({ count: lessons.length })}
      </p>
      {page.error === undefined || rights === undefined ? null : (
        <ErrorNotice error={page.error} retry={page.refresh} />
      )}
      {lessons === undefined && page.error === undefined ? (
        <Waiting rows={tokens.length === 0 ? few : pageSize} />
      ) : null}
      {lessons?.length === 0 ? (
        <Nothing filters={filters} mayUpload={rights?.upload ?? false} clear={() => change(noFilters)} />
      ) : null}
      <ul class={compact ? 'lessons compact' : 'lessons'}>
        {lessons?.map((lesson) => (
          <li key={`${lesson.id} ${lesson.revision}`}>
            {compact ? (
              <input
                type="checkbox"
                aria-label={manyText.choose({ title: lesson.title })}
                checked={chosen.has(lesson.id)}
                onChange={({ currentTarget }) => pick([lesson.id], currentTarget.checked)}
              />
            ) : null}
            <LessonRow {...row(lesson)} />
          </li>
        ))}
      </ul>
      {tokens.length === 0 && more === undefined ? null : (
        <nav class="pages" aria-label={library.pages.name}>
          <Button disabled={tokens.length === 0} onClick={() => turnTo(tokens.slice(0, -1))}>
            {library.pages.previous}
          </Button>
          <span class="numbers">{library.page({ number: tokens.length + 1 })}</span>
          <Button disabled={more === undefined} onClick={() => more !== undefined && turnTo([...tokens, more])}>
            {library.pages.next}
          </Button>
        </nav>
      )}
      {open?.dialog === 'details' ? (
        <DetailsDialog
          lesson={open.lesson}
          mayEnd={rightsAt?.(open.lesson.siteId).administer ?? false}
          onClose={() => setOpen(undefined)}
          onSaved={() => {
            setOpen(undefined);
            page.refresh();
          }}
        />
      ) : null}
      {open?.dialog === 'delete' ? (
        <DeleteDialog lesson={open.lesson} onClose={() => setOpen(undefined)} onDeleted={page.refresh} />
      ) : null}
    </>
  );
}

/** As high as what is to come: nobody knows how much that is but on a later page, below which the way back stays. */
function Waiting({ rows }: { rows: number }) {
  return (
    <div class="lessons" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <div class="lesson lesson-waiting" key={row}>
          <div class="poster" />
        </div>
      ))}
    </div>
  );
}

interface NothingProps {
  readonly filters: Filters;
  readonly mayUpload: boolean;
  readonly clear: () => void;
}

function Nothing({ filters, mayUpload, clear }: NothingProps) {
  if (narrows(filters)) {
    return (
      <Empty icon="search" title={library.noMatch.title}>
        <Button onClick={clear}>{library.noMatch.clear}</Button>
      </Empty>
    );
  }
  if (!mayUpload) return <Empty icon="film" title={library.empty.mayNot} />;
  return (
    <Empty icon="film" title={library.empty.title}>
      <p>{library.empty.text}</p>
      <Button look="primary" icon="upload" onClick={chooseFiles}>
        {library.upload}
      </Button>
      <p class="small">{library.empty.next}</p>
    </Empty>
  );
}
