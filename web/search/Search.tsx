import { useEffect, useRef, useState } from 'preact/hooks';
import { isAbort } from '../api/errors.ts';
import { readSites } from '../api/lessons.ts';
import type { Names } from '../api/review.ts';
import { type SearchResponse, searchWords } from '../api/search.ts';
import { useTitle } from '../frame/useTitle.ts';
import { withNames } from '../model/namesInAddress.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { useStore } from '../parts/store.ts';
import { formatClock, formatDay } from '../text/format.ts';
import { searchText as text } from '../text/search.ts';
import { type Asked, sought } from './sought.ts';

type Line = SearchResponse['lines'][number];

/** The lines in which something was said, in all lessons that the caller may see. */
export default function Search() {
  useTitle(text.title);
  const found = useStore(sought);
  const [asked, setAsked] = useState(found.asked);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [sites, setSites] = useState<readonly string[]>([]);
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => {
    const leaving = new AbortController();
    // Without them one searches in all sites.
    readSites(leaving.signal).then(
      (known) => setSites(known.sites.map(({ siteId }) => siteId)),
      () => undefined,
    );
    return () => {
      leaving.abort();
      running.current?.abort();
    };
  }, []);

  const search = async (question: Asked, continuation: string | undefined) => {
    running.current?.abort();
    const searching = new AbortController();
    running.current = searching;
    setBusy(true);
    setError(undefined);
    if (continuation === undefined) sought.set({ ...begun, asked: question });
    try {
      await lookOn(question, continuation, searching.signal);
    } catch (thrown) {
      if (isAbort(thrown)) return;
      setError(thrown);
    }
    setBusy(false);
  };
  const set =
    (name: Exclude<keyof Asked, 'masked'>) => (event: { currentTarget: HTMLInputElement | HTMLSelectElement }) =>
      setAsked({ ...asked, [name]: event.currentTarget.value });
  const submit = (event: Event) => {
    event.preventDefault();
    void search(asked, undefined);
  };

  return (
    <div class="search">
      <h1>{text.title}</h1>
      <p class="soft">{text.lead}</p>
      <search>
        <form class="search-form card" onSubmit={submit}>
          <Field label={text.words} hint={text.hint}>
            {(control) => (
              <input
                {...control}
                class="input"
                type="search"
                required
                maxLength={200}
                value={asked.q}
                onInput={set('q')}
              />
            )}
          </Field>
          <div class="search-narrow">
            <Field label={text.site}>
              {(control) => (
                <select {...control} class="input" value={asked.site} onChange={set('site')}>
                  <option value="">{text.allSites}</option>
                  {sites.map((site) => (
                    <option key={site} value={site}>
                      {site}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Field label={text.educator}>
              {(control) => (
                <input {...control} class="input" maxLength={200} value={asked.educator} onInput={set('educator')} />
              )}
            </Field>
            <Field label={text.from}>
              {(control) => <input {...control} class="input" type="date" value={asked.from} onInput={set('from')} />}
            </Field>
            <Field label={text.to}>
              {(control) => <input {...control} class="input" type="date" value={asked.to} onInput={set('to')} />}
            </Field>
          </div>
          <label class="check">
            <input
              type="checkbox"
              checked={asked.masked}
              onChange={({ currentTarget }) => setAsked({ ...asked, masked: currentTarget.checked })}
            />
            {text.masked}
          </label>
          <Button look="primary" icon="search" type="submit" disabled={asked.q.trim() === ''}>
            {text.go}
          </Button>
        </form>
      </search>
      {error === undefined ? null : (
        <ErrorNotice error={error} retry={() => void search(found.asked, found.continuation)} />
      )}
      <p role="status">
        {busy ? text.searching : ''}
        {!busy && found.ended ? text.found({ lines: found.lines.length, lessons: found.lookedThrough }) : ''}
      </p>
      {found.lines.length === 0 ? null : (
        <section aria-label={text.results}>
          {byLesson(found.lines).map((lines) => (
            <Found key={lines[0]?.lessonId} lines={lines} names={found.asked.masked ? 'masked' : 'shown'} />
          ))}
        </section>
      )}
      {!busy && found.continuation !== undefined ? (
        <Button onClick={() => void search(found.asked, found.continuation)}>{text.more}</Button>
      ) : null}
    </div>
  );
}

const begun = { lines: [], lookedThrough: 0, continuation: undefined, ended: false };

/** Goes on until something more is found, or all is looked through. */
async function lookOn(asked: Asked, from: string | undefined, signal: AbortSignal): Promise<void> {
  const { q, masked, ...narrow } = asked;
  const given = Object.fromEntries(Object.entries(narrow).filter(([, value]) => value !== ''));
  for (let continuation = from; ; ) {
    const question = { q, names: masked ? 'masked' : 'shown', ...given } as const;
    const answer = await searchWords({ ...question, ...(continuation === undefined ? {} : { continuation }) }, signal);
    const before = sought.get();
    sought.set({
      asked,
      lines: [...before.lines, ...answer.lines],
      lookedThrough: before.lookedThrough + answer.lookedThrough,
      continuation: answer.continuation,
      ended: answer.lines.length > 0 || answer.continuation === undefined,
    });
    if (sought.get().ended) return;
    continuation = answer.continuation;
  }
}

/** Lines of one lesson that follow one another, together. */
function byLesson(lines: readonly Line[]): Line[][] {
  const groups: Line[][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last?.[0]?.lessonId === line.lessonId) last.push(line);
    else groups.push([line]);
  }
  return groups;
}

/** Where names are masked here, they are on the lesson's page as well. */
function Found({ lines, names }: { lines: readonly Line[]; names: Names }) {
  const [first] = lines;
  if (first === undefined) return null;
  const { lessonId, title, siteId, day } = first;
  return (
    <article class="search-lesson card" aria-label={title}>
      <h2>
        <a href={`/lessons/${lessonId}${withNames('', names)}`}>{title}</a>
      </h2>
      <p class="soft small">
        {siteId} · {formatDay(day)}
      </p>
      <ul class="search-lines">
        {lines.map(({ start, text: said }) => (
          <li key={start}>
            <a class="numbers" href={`/lessons/${lessonId}${withNames(`?at=${start}`, names)}`}>
              {formatClock(start)}
            </a>{' '}
            {said}
          </li>
        ))}
      </ul>
    </article>
  );
}
