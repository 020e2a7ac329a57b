import { listLessons } from '../api/lessons.ts';
import { usePolled } from '../api/usePolled.ts';
import { useTitle } from '../frame/useTitle.ts';
import { Empty } from '../parts/Empty.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { library } from '../text/library.ts';

export function Library() {
  useTitle(library.title);
  const page = usePolled(
    'library',
    (etag, signal) => listLessons({}, etag, signal),
    ({ lessons }) => (lessons.some(({ status }) => status === 'running') ? 2000 : null),
  );
  return (
    <>
      <h1>{library.title}</h1>
      {page.error === undefined ? null : <ErrorNotice error={page.error} retry={page.refresh} />}
      {page.value?.lessons.length === 0 ? (
        <Empty icon="film" title={library.empty.title}>
          <p>{library.empty.text}</p>
        </Empty>
      ) : null}
      <ul class="library-list">
        {page.value?.lessons.map(({ id, fileName }) => (
          <li key={id}>
            <a href={`/lessons/${id}`}>{fileName}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
