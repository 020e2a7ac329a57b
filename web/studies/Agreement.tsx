import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso/router';
import { ApiError } from '../api/errors.ts';
import { type AgreementResponse, readAgreement } from '../api/studies.ts';
import { NotFound } from '../frame/NotFound.tsx';
import { useTitle } from '../frame/useTitle.ts';
import { useLoaded } from '../lesson/useLoaded.ts';
import { Empty } from '../parts/Empty.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { common } from '../text/common.ts';
import { studiesText } from '../text/studies.ts';
import { AgreementTables } from './AgreementTables.tsx';
import { Disagreements } from './Disagreements.tsx';
import { StudyFiles } from './StudyFiles.tsx';

/** How the coders of a study agree, what they differ in, and what is taken away of it. */
export default function Agreement() {
  const { id = '' } = useRoute().params;
  const { value, error, again } = useLoaded(id, (signal) => readAgreement(id, signal));
  // What a settlement is answered, newer than what was read.
  const [settled, setSettled] = useState<{ after: AgreementResponse | undefined; is: AgreementResponse }>();
  const agreement = settled !== undefined && settled.after === value ? settled.is : value;
  const text = studiesText.agreement;
  const lost = value === undefined && error instanceof ApiError && (error.status === 404 || error.status === 400);
  useTitle(lost ? common.notFound.title : agreement ? text.title({ name: agreement.study.name }) : common.loading);
  if (lost) return <NotFound />;
  if (agreement === undefined)
    return error === undefined ? (
      <p class="soft studies-loading">{common.loading}</p>
    ) : (
      <ErrorNotice error={error} retry={again} />
    );
  const { study, lessons, assigned } = agreement;
  return (
    <div class="studies">
      <a class="study-back" href={`/studies/${id}`}>
        {studiesText.coding.back}
      </a>
      <h1>{text.title({ name: study.name })}</h1>
      <p class="soft numbers">{text.handedIn({ lessons: lessons.length, assigned })}</p>
      {lessons.length === 0 ? (
        <Empty icon="film" title={text.none.title}>
          <p>{text.none.text}</p>
        </Empty>
      ) : (
        <>
          <AgreementTables agreement={agreement} />
          <Disagreements agreement={agreement} onSettled={(is) => setSettled({ after: value, is })} onStale={again} />
          <StudyFiles studyId={id} of={agreement} />
        </>
      )}
    </div>
  );
}
