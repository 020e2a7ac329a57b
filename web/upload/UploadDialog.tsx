import { useEffect, useId, useState } from 'preact/hooks';
import { type MeResponse, readMe, readSites } from '../api/lessons.ts';
import { type Consent, ConsentField } from '../details/ConsentField.tsx';
import { RecordedOnField } from '../details/RecordedOnField.tsx';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { common } from '../text/common.ts';
import { dayText } from '../text/day.ts';
import { formatBytes } from '../text/format.ts';
import { upload as text } from '../text/upload.ts';
import { voicesText } from '../text/voices.ts';
import { chooseFiles, chosen } from './choose.ts';
import { sitesByFolder } from './folders.ts';
import { LanguagesField } from './LanguagesField.tsx';
import { add } from './queue.ts';
import { refusalOf } from './refuse.ts';
import { uploads } from './uploads.ts';

const siteKey = 'askwell.site';
const defaultSite = 'default';

/** Says which of the chosen files are taken, and asks what is to be known of them. */
export function UploadDialog({ files }: { files: readonly File[] }) {
  const [limits, setLimits] = useState<MeResponse>();
  const [sites, setSites] = useState<readonly string[]>([]);
  const [error, setError] = useState<unknown>();
  const ask = () => {
    setError(undefined);
    readMe().then(setLimits, setError);
    // Names to choose from are a convenience: without them a site can still be typed.
    readSites().then(
      (found) => setSites(found.sites.map(({ siteId }) => siteId)),
      () => setSites([]),
    );
  };
  useEffect(ask, []);
  const close = () => chosen.set([]);
  const judged = limits ? files.map((file) => ({ file, refusal: refusalOf(file, limits, uploads.get()) })) : [];
  const taken = judged.filter(({ refusal }) => refusal === null).map(({ file }) => file);
  const refused = judged.filter(({ refusal }) => refusal !== null);
  const title =
    limits !== undefined && taken.length === 0
      ? text.dialog.none
      : text.dialog.title({ count: limits ? taken.length : files.length });
  return (
    <Dialog title={title} onClose={close}>
      {error === undefined ? null : <ErrorNotice error={error} retry={ask} />}
      {limits === undefined && error === undefined ? <p class="soft">{common.loading}</p> : null}
      {refused.length === 0 ? null : (
        <div class="notice bad" role="alert">
          <p>{text.dialog.refused({ count: refused.length })}</p>
          <ul class="refused">
            {refused.map(({ file, refusal }, index) => (
              <li key={`${index} ${file.name}`}>
                <strong>{file.name}</strong> {refusal}
              </li>
            ))}
          </ul>
        </div>
      )}
      {taken.length === 0 ? (
        <div class="dialog-actions">
          <Button onClick={close}>{common.cancel}</Button>
          <Button
            look="primary"
            onClick={() => {
              close();
              chooseFiles();
            }}
          >
            {text.dialog.another}
          </Button>
        </div>
      ) : (
        <UploadForm files={taken} sites={sites} limits={limits} close={close} />
      )}
    </Dialog>
  );
}

interface UploadFormProps {
  readonly files: readonly File[];
  readonly sites: readonly string[];
  readonly limits: MeResponse | undefined;
  readonly close: () => void;
}

function UploadForm({ files, sites, limits, close }: UploadFormProps) {
  const [site, setSite] = useState(localStorage.getItem(siteKey) ?? defaultSite);
  const [educator, setEducator] = useState('');
  const [recordedOn, setRecordedOn] = useState('');
  const [consent, setConsent] = useState<Consent>('unknown');
  const [languages, setLanguages] = useState<readonly string[]>();
  const [voicesOff, setVoicesOff] = useState(false);
  const [byFolder, setByFolder] = useState(false);
  const list = useId();
  const folderSite = sitesByFolder(files);
  const folderSites = new Set(files.map(folderSite).filter((one) => one !== undefined));
  const name = site.trim();
  const fault = name === '' ? text.dialog.siteEmpty : /[/\\]|\.$/.test(name) ? text.dialog.siteSlash : '';
  const start = (event: Event) => {
    event.preventDefault();
    if (fault !== '' || languages?.length === 0) return;
    localStorage.setItem(siteKey, name);
    close();
    const siteOf = (file: File) => (byFolder ? folderSite(file) : undefined) ?? name;
    void add(files, (file) => ({
      ...{ site: siteOf(file), consent, educator: educator.trim(), recordedOn },
      ...(languages === undefined ? {} : { languages: languages.join(',') }),
      ...(voicesOff ? { speakers: 'off' as const } : {}),
    }));
  };
  return (
    <form class="form" onSubmit={start}>
      <ul class="chosen">
        {files.map((file, index) => (
          <li key={`${index} ${file.name}`}>
            <span>{file.name}</span> <span class="soft numbers">{formatBytes(file.size)}</span>
          </li>
        ))}
      </ul>
      <Field label={text.dialog.site} hint={fault || text.dialog.siteHint}>
        {(control) => (
          <input
            {...control}
            class="input"
            list={list}
            maxLength={100}
            required
            autocomplete="off"
            aria-invalid={fault !== ''}
            value={site}
            onInput={({ currentTarget }) => setSite(currentTarget.value)}
          />
        )}
      </Field>
      <datalist id={list}>
        {sites.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      {folderSites.size === 0 ? null : (
        <>
          <label class="check">
            <input
              type="checkbox"
              checked={byFolder}
              onChange={({ currentTarget }) => setByFolder(currentTarget.checked)}
            />
            {text.dialog.folders({ sites: folderSites.size })}
          </label>
          <p class="small soft">{text.dialog.foldersHint}</p>
        </>
      )}
      <Field label={text.dialog.educator} hint={text.dialog.educatorHint}>
        {(control) => (
          <input
            {...control}
            class="input"
            maxLength={200}
            autocomplete="off"
            value={educator}
            onInput={({ currentTarget }) => setEducator(currentTarget.value)}
          />
        )}
      </Field>
      <RecordedOnField value={recordedOn} hint={dayText.manyHint} change={setRecordedOn} />
      <ConsentField value={consent} change={setConsent} />
      {limits === undefined ? null : (
        <LanguagesField offers={limits} site={name} chosen={languages} change={setLanguages} />
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={voicesOff}
          onChange={({ currentTarget }) => setVoicesOff(currentTarget.checked)}
        />
        {voicesText.leave}
      </label>
      <div class="dialog-actions">
        <Button onClick={close}>{common.cancel}</Button>
        <Button look="primary" icon="upload" type="submit">
          {text.dialog.start}
        </Button>
      </div>
    </form>
  );
}
