import { useState } from 'preact/hooks';
import { languages } from '../../shared/words/texts.ts';
import { readMethods, studyFile } from '../api/studies.ts';
import { useLoaded } from '../lesson/useLoaded.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { common } from '../text/common.ts';
import { language } from '../text/language.ts';
import { studiesText } from '../text/studies.ts';

interface StudyFilesProps {
  readonly studyId: string;
  /** The text is of this; read anew when it is another. */
  readonly of: unknown;
}

/** The text for a methods section to copy, and files to take away. */
export function StudyFiles({ studyId, of }: StudyFilesProps) {
  const text = studiesText.files;
  const [masked, setMasked] = useState(false);
  const now = language();
  const names = masked ? 'masked' : 'shown';
  return (
    <section class="study-files" aria-labelledby="files-title">
      <h2 id="files-title">{text.title}</h2>
      <label class="check">
        <input type="checkbox" checked={masked} onChange={({ currentTarget }) => setMasked(currentTarget.checked)} />
        {text.mask}
      </label>
      <Methods key={`${JSON.stringify(of)} ${names}`} studyId={studyId} names={names} />
      <div class="study-files-links">
        <a class="button" href={studyFile(studyId, 'csv', names)} download>
          <Icon name="download" />
          {text.csv}
        </a>
        <a class="button" href={studyFile(studyId, 'txt', names, now)} download>
          <Icon name="download" />
          {text.txt}
        </a>
        {/* A journal may want another language than the page's. */}
        {languages
          .filter((other) => other !== now)
          .map((other) => (
            <a key={other} class="button" href={studyFile(studyId, 'txt', names, other)} download>
              <Icon name="download" />
              {text.txtIn[other]}
            </a>
          ))}
      </div>
    </section>
  );
}

function Methods({ studyId, names }: { studyId: string; names: 'shown' | 'masked' }) {
  const text = studiesText.files;
  const now = language();
  const { value, error, again } = useLoaded(`${names} ${now}`, (signal) => readMethods(studyId, names, now, signal));
  const [copied, setCopied] = useState<'yes' | 'no'>();
  if (error !== undefined) return <ErrorNotice error={error} retry={again} />;
  if (value === undefined) return <p class="soft">{common.loading}</p>;
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setCopied('yes'),
      () => setCopied('no'),
    );
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls has to be reachable by keyboard */}
      <section class="methods" aria-label={text.methods} tabIndex={0} lang={now}>
        {value}
      </section>
      <div class="study-files-links">
        <Button onClick={() => void copy()}>{text.copy}</Button>
        <span role="status">{copied === undefined ? '' : copied === 'yes' ? text.copied : text.notCopied}</span>
      </div>
    </>
  );
}
