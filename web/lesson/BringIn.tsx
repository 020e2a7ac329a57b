import { useState } from 'preact/hooks';
import { type ElanResponse, readElan, takeOver } from '../api/review.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { common } from '../text/common.ts';
import { formatClock } from '../text/format.ts';
import { language } from '../text/language.ts';
import { lessonText } from '../text/lesson.ts';
import { problemText } from '../text/problems.ts';
import { studiesText } from '../text/studies.ts';
import { reviewer } from './reviewer.ts';

type Change = ElanResponse['changes'][number];

const text = lessonText.bringIn;

/** An edited ELAN file: what it would change, and those of it taken over that a person leaves chosen. */
export function BringIn({ lessonId }: { lessonId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="upload" onClick={() => setOpen(true)}>
        {text.title}
      </Button>
      {open ? <BringInDialog lessonId={lessonId} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function BringInDialog({ lessonId, onClose }: { lessonId: string; onClose: () => void }) {
  const [changes, setChanges] = useState<readonly Change[]>();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly string[]>();
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };
  const read = (file: File | undefined) =>
    attempt(async () => {
      setChanges(undefined);
      setLeft(new Set());
      if (file !== undefined) setChanges((await readElan(lessonId, await file.text())).changes);
    });
  const chosen = (changes ?? []).filter(({ id }) => !left.has(id));
  const take = () =>
    attempt(async () => {
      const events = chosen.map(({ id, change }) => ({ id, change }));
      const taken = await takeOver(lessonId, events, reviewer.get());
      // The page is read anew, with what has changed in every part of it; what waits here is kept on the device.
      if (taken.refused.length === 0) location.reload();
      else setRefused(taken.refused.map(({ code, why }) => problemText(code, why, 409)));
    });
  const turn = (id: string) => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    setLeft(next);
  };
  return (
    <Dialog title={text.title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          take();
        }}
      >
        <Field label={text.file} hint={text.hint}>
          {(control) => (
            <input
              {...control}
              class="input"
              type="file"
              accept=".eaf"
              onChange={({ currentTarget }) => read(currentTarget.files?.[0])}
            />
          )}
        </Field>
        <p class="small soft">
          {studiesText.table.fromLesson} <a href={`/studies/new?lesson=${lessonId}`}>{studiesText.begin}</a>
        </p>
        {error === undefined ? null : <ErrorNotice error={error} />}
        {changes === undefined ? null : <p role="status">{text.found({ count: changes.length })}</p>}
        <ul class="changes">
          {(changes ?? []).map((one) => (
            <li key={one.id}>
              <label class="check">
                <input type="checkbox" checked={!left.has(one.id)} onChange={() => turn(one.id)} />
                <span>
                  <strong>{lessonText.conflict.kinds[one.change.kind]}</strong>{' '}
                  {one.was === null ? becomes(one.change) : `${wasOf(one)} → ${becomes(one.change)}`}{' '}
                  <span class="soft">
                    {formatClock(one.start)} {one.text}
                  </span>
                </span>
              </label>
            </li>
          ))}
        </ul>
        {refused === undefined ? null : (
          <>
            <p role="alert">{text.refused({ count: refused.length })}</p>
            <ul>
              {[...new Set(refused)].map((why) => (
                <li key={why}>{why}</li>
              ))}
            </ul>
          </>
        )}
        <div class="dialog-actions">
          <Button onClick={refused === undefined ? onClose : () => location.reload()}>
            {refused === undefined ? common.cancel : common.close}
          </Button>
          <Button look="primary" type="submit" disabled={busy || chosen.length === 0 || refused !== undefined}>
            {text.take({ count: chosen.length })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What a change is about as it is now: the API says it in English. */
function wasOf({ change, was }: Change): string {
  if (was === null || language() === 'en') return was ?? '';
  switch (change.kind) {
    case 'code':
      return codeInWords(...was.split(' '));
    case 'rejected':
      return text.noQuestion;
    case 'borders': {
      const [start = 0, end = 0] = [...was.matchAll(/[\d.]+/g)].map(Number);
      return text.span({ start, end });
    }
    case 'asked-by':
      return nameOfAsked(was);
    default:
      return was;
  }
}

const names: Readonly<Record<string, string>> = lessonText.askedBy.names;
const nameOfAsked = (key: string) => names[key] ?? key;

/** As files write a code: the label in the words of the page, the subtype by its key, as the file has it. */
function codeInWords(label = '', subtype = ''): string {
  const codes: Readonly<Record<string, { readonly short: string }>> = common.codes;
  return [codes[label]?.short ?? label, subtype].filter(Boolean).join(' ');
}

function becomes(change: Change['change']): string {
  switch (change.kind) {
    case 'code':
      return codeInWords(change.label, change.subtype);
    case 'rejected':
      return change.rejected ? text.noQuestion : text.question;
    case 'added':
    case 'borders':
      return text.span(change);
    case 'text':
      return change.text;
    case 'asked-by':
      return lessonText.askedBy.names[change.askedBy];
    default:
      return '';
  }
}
