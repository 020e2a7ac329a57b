import { useState } from 'preact/hooks';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { common } from '../text/common.ts';
import { studiesText } from '../text/studies.ts';

const text = studiesText.coding;

/** Hands a lesson in when everything is coded, after one question: it cannot be taken back. */
export function HandIn({ left, onHandIn }: { left: number; onHandIn: () => Promise<void> }) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const go = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onHandIn();
      setAsking(false);
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };
  return (
    <div class="coding-hand-in">
      <p class="soft numbers">{left === 0 ? text.said.allCoded : text.left({ count: left })}</p>
      <Button look="primary" disabled={left > 0} onClick={() => setAsking(true)}>
        {text.handIn}
      </Button>
      {asking ? (
        <Dialog title={text.handInTitle} onClose={() => setAsking(false)}>
          <p>{text.handInText}</p>
          {error === undefined ? null : <ErrorNotice error={error} />}
          <div class="dialog-actions">
            <Button onClick={() => setAsking(false)}>{common.cancel}</Button>
            <Button look="primary" disabled={busy} onClick={() => void go()}>
              {text.handIn}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
