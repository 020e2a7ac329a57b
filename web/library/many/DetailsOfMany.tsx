import { useState } from 'preact/hooks';
import { changeDetails, type LessonResponse } from '../../api/lessons.ts';
import type { Consent } from '../../details/ConsentField.tsx';
import { forEachLesson, type Undone } from '../../details/forEach.ts';
import { UndoneNotice } from '../../details/UndoneNotice.tsx';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field } from '../../parts/Field.tsx';
import { common } from '../../text/common.ts';
import { detailsText } from '../../text/library.ts';
import { manyText as text } from '../../text/many.ts';

interface DetailsOfManyProps {
  readonly lessons: readonly LessonResponse[];
  /** Whether the caller may have a lesson deleted sooner. */
  readonly mayEnd: boolean;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

/** Says the same of several lessons; what is left empty stays as it is in each. */
export function DetailsOfMany({ lessons, mayEnd, onClose, onChange }: DetailsOfManyProps) {
  const [educator, setEducator] = useState('');
  const [consent, setConsent] = useState<Consent | ''>('');
  const [retainUntil, setRetainUntil] = useState('');
  const [tried, setTried] = useState<number>();
  const [undone, setUndone] = useState<readonly Undone[]>([]);
  const change = {
    ...(educator.trim() === '' ? {} : { educator: educator.trim() }),
    ...(consent === '' ? {} : { consent }),
    ...(retainUntil === '' ? {} : { retainUntil }),
  };
  const save = async (event: Event) => {
    event.preventDefault();
    setTried(0);
    const { undone: left } = await forEachLesson(lessons, ({ id }) => changeDetails(id, change), setTried);
    onChange();
    setTried(undefined);
    setUndone(left);
    if (left.length === 0) onClose();
  };
  return (
    <Dialog title={text.detailsOf({ count: lessons.length })} onClose={onClose}>
      <form class="form" onSubmit={save}>
        <p class="soft">{text.emptyStays}</p>
        <UndoneNotice undone={undone} />
        <Field label={detailsText.educator}>
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
        <Field label={detailsText.consent}>
          {(control) => (
            <select
              {...control}
              class="input"
              value={consent}
              // The values are those of the options below.
              onChange={({ currentTarget }) => setConsent(currentTarget.value as Consent | '')}
            >
              <option value="">{text.asItIs}</option>
              {Object.entries(detailsText.consentValues).map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        {mayEnd ? (
          <Field label={detailsText.retainUntil}>
            {(control) => (
              <input
                {...control}
                class="input"
                type="date"
                value={retainUntil}
                onInput={({ currentTarget }) => setRetainUntil(currentTarget.value)}
              />
            )}
          </Field>
        ) : null}
        <div class="dialog-actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" disabled={tried !== undefined || Object.keys(change).length === 0}>
            {tried === undefined ? text.save : text.tried({ done: tried, all: lessons.length })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
