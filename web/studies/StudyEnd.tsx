import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { closeStudy, deleteStudy, type StudyResponse } from '../api/studies.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { toast } from '../parts/Toasts.tsx';
import { common } from '../text/common.ts';
import { studiesText } from '../text/studies.ts';

/** Closes and deletes a study, each after one question. */
export function StudyEnd({ study, onClosed }: { study: StudyResponse; onClosed: () => void }) {
  const text = studiesText.end;
  const { route } = useLocation();
  const [asking, setAsking] = useState<'close' | 'remove'>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const stop = () => {
    setAsking(undefined);
    setError(undefined);
  };
  const go = async () => {
    setBusy(true);
    setError(undefined);
    try {
      if (asking === 'close') {
        await closeStudy(study.id);
        stop();
        onClosed();
      } else {
        const { codings } = await deleteStudy(study.id);
        toast(text.removed({ count: codings }));
        route('/studies');
      }
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };
  return (
    <div class="study-actions">
      {study.closedAt === undefined ? <Button onClick={() => setAsking('close')}>{text.close}</Button> : null}
      <Button icon="trash" onClick={() => setAsking('remove')}>
        {text.remove}
      </Button>
      {asking === undefined ? null : (
        <Dialog title={asking === 'close' ? text.closeTitle : text.removeTitle} onClose={stop}>
          <p>{asking === 'close' ? text.closeText : text.removeText}</p>
          {error === undefined ? null : <ErrorNotice error={error} />}
          <div class="dialog-actions">
            <Button onClick={stop}>{common.cancel}</Button>
            <Button look="danger" disabled={busy} onClick={() => void go()}>
              {asking === 'close' ? text.close : text.remove}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
