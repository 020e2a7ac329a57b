import { useState } from 'preact/hooks';
import { deleteLesson, type LessonResponse, type Receipt } from '../api/lessons.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { common } from '../text/common.ts';
import { deletionText } from '../text/library.ts';
import { receiptRows, receiptText, saveText } from './receipt.ts';

interface DeleteDialogProps {
  readonly lesson: LessonResponse;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Asks, deletes, and then shows the receipt until somebody closes it. */
export function DeleteDialog({ lesson, onClose, onDeleted }: DeleteDialogProps) {
  const [receipt, setReceipt] = useState<Receipt>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const remove = async () => {
    setBusy(true);
    setError(undefined);
    try {
      setReceipt(await deleteLesson(lesson.id));
      onDeleted();
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };
  if (receipt !== undefined) return <ReceiptDialog receipt={receipt} title={lesson.title} onClose={onClose} />;
  return (
    <Dialog title={deletionText.title} onClose={onClose}>
      <p>{deletionText.question({ title: lesson.title })}</p>
      <p>{deletionText.noWayBack}</p>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <div class="dialog-actions">
        <Button onClick={onClose}>{common.cancel}</Button>
        <Button look="danger" icon="trash" disabled={busy} onClick={remove}>
          {busy ? deletionText.busy : deletionText.confirm}
        </Button>
      </div>
    </Dialog>
  );
}

function ReceiptDialog({ receipt, title, onClose }: { receipt: Receipt; title: string; onClose: () => void }) {
  const save = () => saveText(deletionText.fileName({ lessonId: receipt.lessonId }), receiptText(receipt, title));
  return (
    <Dialog title={deletionText.receiptTitle} onClose={onClose}>
      <p>{deletionText.receiptLead}</p>
      <dl class="receipt">
        {receiptRows(receipt, title).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div class="dialog-actions">
        <Button icon="download" onClick={save}>
          {deletionText.download}
        </Button>
        <Button look="primary" onClick={onClose}>
          {common.close}
        </Button>
      </div>
    </Dialog>
  );
}
