import { useEffect, useRef, useState } from 'preact/hooks';
import type { RemovalReceipt } from '../../../shared/api/contract.ts';
import { readRemovals, removeVoice } from '../../api/review.ts';
import { saveText } from '../../details/receipt.ts';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { ErrorNotice } from '../../parts/Notice.tsx';
import { common } from '../../text/common.ts';
import { voicesText } from '../../text/voices.ts';
import { removalRows, removalText } from './removalReceipt.ts';

interface RemoveVoiceProps {
  readonly lessonId: string;
  readonly voice: number;
  readonly name: string;
  /** Of the voices as they were heard. */
  readonly etag: string;
  readonly onClose: () => void;
  /** Told when the lesson is another one. */
  readonly onRemoved: () => void;
}

// Words take seconds, the sound of a long video minutes; nothing tells the page of its end.
const againMilliseconds = 1500;

/** Asks, has a voice taken out of the lesson, waits for it, and then shows the receipt until somebody closes it. */
export function RemoveVoice({ lessonId, voice, name, etag, onClose, onRemoved }: RemoveVoiceProps) {
  const text = voicesText.removal;
  const [sure, setSure] = useState(false);
  const [state, setState] = useState<'asking' | 'busy'>('asking');
  const [error, setError] = useState<unknown>();
  const [receipt, setReceipt] = useState<RemovalReceipt>();
  const left = useRef(new AbortController());
  useEffect(() => () => left.current.abort(), []);
  const remove = async () => {
    setState('busy');
    setError(undefined);
    const { signal } = left.current;
    try {
      await removeVoice(lessonId, voice, etag);
      setReceipt(await ended(lessonId, signal));
    } catch (thrown) {
      if (signal.aborted) return;
      setError(thrown);
      setState('asking');
    }
  };
  const close = () => {
    onClose();
    // Begun, it goes on without this page.
    if (receipt !== undefined || state === 'busy') onRemoved();
  };
  if (receipt !== undefined)
    return (
      <Dialog title={text.done} onClose={close}>
        <p>{text.doneLead}</p>
        <dl class="receipt">
          {removalRows(receipt, name).map(([row, value]) => (
            <div key={row}>
              <dt>{row}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div class="dialog-actions">
          <Button icon="download" onClick={() => saveText(text.fileName({ lessonId }), removalText(receipt, name))}>
            {text.download}
          </Button>
          <Button look="primary" onClick={close}>
            {common.close}
          </Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title={text.title({ name })} onClose={close}>
      <p>{text.what({ name })}</p>
      <ul>
        <li>{text.words}</li>
        <li>{text.sound}</li>
        <li>{text.recording}</li>
        <li>{text.picture}</li>
      </ul>
      <p>
        <strong>{text.noWayBack}</strong>
      </p>
      {error === undefined ? null : <ErrorNotice error={error} />}
      {state === 'busy' ? (
        <p role="status">{text.busy}</p>
      ) : (
        <label class="check">
          <input type="checkbox" checked={sure} onChange={({ currentTarget }) => setSure(currentTarget.checked)} />
          {text.sure({ name })}
        </label>
      )}
      <div class="dialog-actions">
        <Button onClick={close}>{common.cancel}</Button>
        <Button look="danger" icon="trash" disabled={!sure || state === 'busy'} onClick={remove}>
          {text.confirm}
        </Button>
      </div>
    </Dialog>
  );
}

/** The receipt of the newest removal, when it is there. @throws the signal's reason when the page is left */
async function ended(lessonId: string, signal: AbortSignal): Promise<RemovalReceipt> {
  for (;;) {
    const { removing, receipts } = await readRemovals(lessonId, signal);
    const last = receipts.at(-1);
    if (!removing && last !== undefined) return last;
    if (!removing) throw new Error(voicesText.removal.notDone);
    await new Promise((resolve) => setTimeout(resolve, againMilliseconds));
    signal.throwIfAborted();
  }
}
