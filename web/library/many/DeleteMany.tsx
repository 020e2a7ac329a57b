import { useState } from 'preact/hooks';
import { deleteLesson, type LessonResponse, type Receipt } from '../../api/lessons.ts';
import { forEachLesson, type Undone } from '../../details/forEach.ts';
import { receiptText, saveText } from '../../details/receipt.ts';
import { UndoneNotice } from '../../details/UndoneNotice.tsx';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { common } from '../../text/common.ts';
import { deletionText } from '../../text/library.ts';
import { manyText as text } from '../../text/many.ts';

interface DeleteManyProps {
  readonly lessons: readonly LessonResponse[];
  readonly onClose: () => void;
  readonly onChange: () => void;
}

/** Asks, deletes one lesson after the other, and then offers one receipt for all until somebody closes it. */
export function DeleteMany({ lessons, onClose, onChange }: DeleteManyProps) {
  // Of those that were chosen when this was opened: the list forgets them one by one.
  const [asked] = useState(lessons);
  const [tried, setTried] = useState<number>();
  const [ended, setEnded] = useState<{
    receipts: readonly (readonly [LessonResponse, Receipt])[];
    undone: readonly Undone[];
  }>();
  const remove = async () => {
    setTried(0);
    const { results, undone } = await forEachLesson(asked, ({ id }) => deleteLesson(id), setTried);
    setEnded({ receipts: results, undone });
    onChange();
  };
  if (ended !== undefined) {
    const save = () =>
      saveText(
        text.receiptFile,
        ended.receipts.map(([{ title }, receipt]) => receiptText(receipt, title)).join('\r\n'),
      );
    return (
      <Dialog title={text.deleted({ count: ended.receipts.length })} onClose={onClose}>
        <UndoneNotice undone={ended.undone} />
        <p>{deletionText.receiptLead}</p>
        <ul class="chosen">
          {ended.receipts.map(([{ id, title }]) => (
            <li key={id}>{title}</li>
          ))}
        </ul>
        <div class="dialog-actions">
          {ended.receipts.length === 0 ? null : (
            <Button icon="download" onClick={save}>
              {deletionText.download}
            </Button>
          )}
          <Button look="primary" onClick={onClose}>
            {common.close}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={text.deletionOf({ count: asked.length })} onClose={onClose}>
      <p>{text.deletionQuestion}</p>
      <ul class="chosen">
        {asked.map(({ id, title }) => (
          <li key={id}>{title}</li>
        ))}
      </ul>
      <p>{deletionText.noWayBack}</p>
      <div class="dialog-actions">
        <Button onClick={onClose}>{common.cancel}</Button>
        <Button look="danger" icon="trash" disabled={tried !== undefined} onClick={remove}>
          {tried === undefined ? text.confirm({ count: asked.length }) : text.tried({ done: tried, all: asked.length })}
        </Button>
      </div>
    </Dialog>
  );
}
