import { useRoute } from 'preact-iso/router';
import { readLesson } from '../api/lessons.ts';
import { usePolled } from '../api/usePolled.ts';
import { useTitle } from '../frame/useTitle.ts';
import { ErrorNotice } from '../parts/Notice.tsx';
import { common } from '../text/common.ts';

/** One lesson; asks again while its analysis runs. */
export default function Lesson() {
  const id = useRoute().params.id ?? '';
  const lesson = usePolled(
    id,
    (etag, signal) => readLesson(id, etag, signal),
    ({ status }) => (status === 'running' ? 2000 : null),
  );
  const title = lesson.value?.fileName ?? common.loading;
  useTitle(title);
  return (
    <>
      <h1>{title}</h1>
      {lesson.error === undefined ? null : <ErrorNotice error={lesson.error} retry={lesson.refresh} />}
    </>
  );
}
