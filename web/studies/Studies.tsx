import { readStudies, type StudiesResponse } from '../api/studies.ts';
import { useTitle } from '../frame/useTitle.ts';
import { useLoaded } from '../lesson/useLoaded.ts';
import { Empty } from '../parts/Empty.tsx';
import { Icon } from '../parts/Icon.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { common } from '../text/common.ts';
import { formatDateTime } from '../text/format.ts';
import { studiesText as text } from '../text/studies.ts';

/** All studies of whose lessons the caller may have all, and those in which they code. */
export default function Studies() {
  useTitle(text.title);
  const { value, error, again } = useLoaded('studies', readStudies);
  const studies = value?.studies;
  return (
    <div class="studies">
      <div class="studies-head">
        <h1>{text.title}</h1>
        <a class="button primary" href="/studies/new">
          <Icon name="edit" />
          {text.begin}
        </a>
      </div>
      <p class="soft">{text.lead}</p>
      {error === undefined ? null : <ErrorNotice error={error} retry={again} />}
      {studies === undefined && error === undefined ? <p class="soft studies-loading">{common.loading}</p> : null}
      {studies?.length === 0 ? (
        <Empty icon="film" title={text.none.title}>
          <p>{text.none.text}</p>
        </Empty>
      ) : null}
      <ul class="study-list">
        {(studies ?? []).map((study) => (
          <StudyRow key={study.id} study={study} />
        ))}
      </ul>
    </div>
  );
}

function StudyRow({ study }: { study: StudiesResponse['studies'][number] }) {
  const { id, name, lessons, coders, by, at } = study;
  return (
    <li class="study-row card">
      <a class="study-name" href={`/studies/${id}`}>
        {name}
      </a>
      <span class="soft small">
        {text.about({ lessons: lessons.length, coders: coders.length, by, at: formatDateTime(at) })}
      </span>
    </li>
  );
}
