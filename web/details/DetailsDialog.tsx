import { useState } from 'preact/hooks';
import { changeDetails, type DetailsChange, type LessonResponse } from '../api/lessons.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { toast } from '../parts/Toasts.tsx';
import { common } from '../text/common.ts';
import { dayText } from '../text/day.ts';
import { formatDay } from '../text/format.ts';
import { detailsText } from '../text/library.ts';
import { ConsentField } from './ConsentField.tsx';
import { MoveMany } from './MoveMany.tsx';
import { RecordedOnField } from './RecordedOnField.tsx';

interface DetailsDialogProps {
  readonly lesson: LessonResponse;
  /** Whether whoever has opened it may have the lesson deleted, or sooner. */
  readonly mayEnd: boolean;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** What people say of a lesson. Only what was changed here is sent, so that two people's changes do not undo each other. */
export function DetailsDialog({ lesson, mayEnd, onClose, onSaved }: DetailsDialogProps) {
  const before = {
    title: lesson.title,
    educator: lesson.educator ?? '',
    educatorAccount: lesson.educatorAccount ?? '',
    sharedWith: (lesson.sharedWith ?? []).join(', '),
    consent: lesson.consent,
    retainUntil: lesson.retainUntil ?? '',
    hold: lesson.hold ?? false,
    recordedOn: lesson.recordedOn ?? '',
  };
  const [now, set] = useState(before);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [leaving, setLeaving] = useState(false);

  const save = async (event: Event) => {
    event.preventDefault();
    const text = (name: 'title' | 'educator' | 'educatorAccount' | 'retainUntil' | 'recordedOn') =>
      now[name].trim() === before[name] ? {} : { [name]: now[name].trim() || null };
    const change = {
      ...text('title'),
      ...text('educator'),
      ...text('educatorAccount'),
      ...(now.sharedWith === before.sharedWith ? {} : { sharedWith: accountsIn(now.sharedWith) }),
      ...text('retainUntil'),
      ...text('recordedOn'),
      ...(now.consent === before.consent ? {} : { consent: now.consent }),
      ...(now.hold === before.hold ? {} : { hold: now.hold }),
    };
    if (Object.keys(change).length === 0) return onClose();
    setBusy(true);
    try {
      // The contract's type names the keys that are absent, too.
      await changeDetails(lesson.id, change as DetailsChange);
      toast(detailsText.saved);
      onSaved();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };

  if (leaving) return <MoveMany lessons={[lesson]} onClose={onClose} onChange={onSaved} />;
  const fileDay = lesson.result?.recordedOn;
  return (
    <Dialog title={detailsText.title} onClose={onClose}>
      <form class="form" onSubmit={save}>
        <Field label={detailsText.name}>
          {(control) => (
            <input
              {...control}
              class="input"
              maxLength={200}
              value={now.title}
              onInput={({ currentTarget }) => set({ ...now, title: currentTarget.value })}
            />
          )}
        </Field>
        <Field label={detailsText.educator} hint={detailsText.educatorHint}>
          {(control) => (
            <input
              {...control}
              class="input"
              maxLength={200}
              autocomplete="off"
              value={now.educator}
              onInput={({ currentTarget }) => set({ ...now, educator: currentTarget.value })}
            />
          )}
        </Field>
        {(['educatorAccount', 'sharedWith'] as const).map((name) => (
          <Field key={name} label={detailsText[name]} hint={detailsText[`${name}Hint`]}>
            {(control) => (
              <input
                {...control}
                class="input"
                autocomplete="off"
                value={now[name]}
                onInput={({ currentTarget }) => set({ ...now, [name]: currentTarget.value })}
              />
            )}
          </Field>
        ))}
        <RecordedOnField
          value={now.recordedOn}
          hint={fileDay === undefined ? dayText.hint : dayText.fileHint({ day: formatDay(fileDay) })}
          change={(recordedOn) => set({ ...now, recordedOn })}
        />
        <ConsentField value={now.consent} change={(consent) => set({ ...now, consent })} />
        <Field label={detailsText.retainUntil} hint={mayEnd ? detailsText.retainHint : detailsText.retainOthersHint}>
          {(control) => (
            <input
              {...control}
              class="input"
              type="date"
              disabled={!mayEnd && before.retainUntil === ''}
              {...(mayEnd ? {} : { min: before.retainUntil })}
              value={now.retainUntil}
              onInput={({ currentTarget }) => set({ ...now, retainUntil: currentTarget.value })}
            />
          )}
        </Field>
        <label class="check">
          <input
            type="checkbox"
            checked={now.hold}
            disabled={!mayEnd && before.hold}
            onChange={({ currentTarget }) => set({ ...now, hold: currentTarget.checked })}
          />
          {detailsText.hold}
        </label>
        {error === undefined ? null : <ErrorNotice error={error} />}
        <div class="dialog-actions">
          {mayEnd ? <Button onClick={() => setLeaving(true)}>{detailsText.move}</Button> : null}
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" disabled={busy}>
            {common.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Accounts as people write them, with commas or spaces between; null for none. */
function accountsIn(text: string): string[] | null {
  const accounts = text.split(/[\s,;]+/u).filter((account) => account !== '');
  return accounts.length === 0 ? null : accounts;
}
