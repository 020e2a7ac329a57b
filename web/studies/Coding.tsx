import { useRoute } from 'preact-iso/router';
import { ApiError } from '../api/errors.ts';
import { readLesson } from '../api/lessons.ts';
import { readTranscript } from '../api/review.ts';
import { readCoding } from '../api/studies.ts';
import { NotFound } from '../frame/NotFound.tsx';
import { useTitle } from '../frame/useTitle.ts';
import { CodebookOf } from '../lesson/useCodebook.ts';
import { useLoaded } from '../lesson/useLoaded.ts';
import { ErrorNotice } from '../parts/Notice.tsx';
import { common } from '../text/common.ts';
import { studiesText } from '../text/studies.ts';
import { CodingWork } from './CodingWork.tsx';
import { useNamed } from './useNamed.ts';

async function open(studyId: string, lessonId: string, by: string, signal: AbortSignal) {
  const [coding, lesson, transcript] = await Promise.all([
    readCoding(studyId, lessonId, by, signal),
    readLesson(lessonId, undefined, signal),
    readTranscript(lessonId, 'shown', signal),
  ]);
  // Without an ETag to compare there is always a body.
  if (lesson === null) throw new ApiError(304, '', common.errors.unreadable);
  return { coding, lesson: lesson.body, transcript };
}

/** A lesson that one person codes for a study, by what the study's own call gives them and nothing else. */
export default function Coding() {
  const { id = '', lesson: lessonId = '' } = useRoute().params;
  const named = useNamed();
  if (named === undefined) return <p class="soft studies-loading">{common.loading}</p>;
  return <Opened key={`${id} ${lessonId} ${named.by}`} studyId={id} lessonId={lessonId} by={named.by} />;
}

function Opened({ studyId, lessonId, by }: { studyId: string; lessonId: string; by: string }) {
  const { value, error, again } = useLoaded('coding', (signal) => open(studyId, lessonId, by, signal));
  const lost = error instanceof ApiError && (error.status === 404 || error.status === 400);
  useTitle(value === undefined ? common.loading : studiesText.coding.title({ title: value.coding.title }));
  if (lost) return <NotFound />;
  if (error !== undefined)
    return (
      <div class="studies">
        <a class="study-back" href={`/studies/${studyId}`}>
          {studiesText.coding.back}
        </a>
        <ErrorNotice error={error} retry={again} />
      </div>
    );
  if (value === undefined) return <p class="soft studies-loading">{common.loading}</p>;
  return (
    <CodebookOf.Provider value={value.coding.codebook}>
      <CodingWork {...value} by={by} />
    </CodebookOf.Provider>
  );
}
