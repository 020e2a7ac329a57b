import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api/errors.ts';
import { type LessonResponse, moveLesson, readLesson, readSites } from '../api/lessons.ts';
import { pause } from '../api/pause.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { common } from '../text/common.ts';
import { manyText as text } from '../text/many.ts';
import { forEachLesson, type Undone } from './forEach.ts';
import { UndoneNotice } from './UndoneNotice.tsx';

interface MoveManyProps {
  readonly lessons: readonly LessonResponse[];
  readonly onClose: () => void;
  /** Something has changed, and what is chosen may have other ids. */
  readonly onChange: () => void;
}

const askedEveryMilliseconds = 1000;

/** Moves lessons to another site, one after the other, and stays until each is there. */
export function MoveMany({ lessons, onClose, onChange }: MoveManyProps) {
  // Of those that were chosen when this was opened: the list forgets them one by one.
  const [asked] = useState(lessons);
  const [site, setSite] = useState('');
  const [sites, setSites] = useState<readonly string[]>([]);
  const [tried, setTried] = useState<number>();
  const [undone, setUndone] = useState<readonly Undone[]>([]);
  useEffect(() => {
    const closing = new AbortController();
    // Without them a site can be written all the same.
    readSites(closing.signal).then(
      (known) => setSites(known.sites.map(({ siteId }) => siteId)),
      () => undefined,
    );
    return () => closing.abort();
  }, []);
  const move = async (event: Event) => {
    event.preventDefault();
    setTried(0);
    const { undone: left } = await forEachLesson(asked, (lesson) => moveWhole(lesson, site.trim()), setTried);
    onChange();
    setTried(undefined);
    setUndone(left);
    if (left.length === 0) onClose();
  };
  return (
    <Dialog title={text.moveOf({ count: asked.length })} onClose={onClose}>
      <form class="form" onSubmit={move}>
        <p>{text.moveTakes}</p>
        <UndoneNotice undone={undone} />
        <Field label={text.moveTo} hint={text.moveHint}>
          {(control) => (
            <input
              {...control}
              class="input"
              list="sites-to-move-to"
              required
              maxLength={100}
              autocomplete="off"
              value={site}
              onInput={({ currentTarget }) => setSite(currentTarget.value)}
            />
          )}
        </Field>
        <datalist id="sites-to-move-to">
          {sites.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <div class="dialog-actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" disabled={tried !== undefined || site.trim() === ''}>
            {tried === undefined ? text.move : text.tried({ done: tried, all: asked.length })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** @throws ApiError when the lesson is not moved. */
async function moveWhole({ id }: LessonResponse, site: string): Promise<void> {
  await moveLesson(id, site);
  for (;;) {
    const now = await whereNow(id);
    if (now === null || now.id !== id) return;
    if (now.moving === undefined) throw new ApiError(409, 'not-moved', text.notMoved);
    await pause(askedEveryMilliseconds);
  }
}

/** The lesson, to which its old address leads; null where whoever moved it may not see it at its new site. */
async function whereNow(id: string): Promise<LessonResponse | null> {
  try {
    return (await readLesson(id))?.body ?? null;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
