import { useEffect, useState } from 'preact/hooks';
import { upload as text } from '../text/upload.ts';
import { type Batch, isOver } from './batch.ts';

/** Whether this browser can tell of the end, and whether it may. */
export type Telling = 'unable' | 'unasked' | 'denied' | 'granted';

const present = (): Telling =>
  !('Notification' in window) ? 'unable' : Notification.permission === 'default' ? 'unasked' : Notification.permission;

/** Tells, by a notification of the browser and with numbers alone, when all lessons of a batch have come to an end. */
export function useNotification(batch: Batch): { readonly telling: Telling; readonly ask: () => void } {
  const [telling, setTelling] = useState<Telling>(present);
  const [waiting, wait] = useState(false);
  const over = isOver(batch);
  useEffect(() => {
    if (!over) {
      wait(batch.all > 0);
    } else if (waiting) {
      wait(false);
      if (present() === 'granted')
        new Notification(text.batch.over, { body: text.batch.line(batch), tag: 'askwell-batch' });
    }
  }, [over, batch.all]);
  return { telling, ask: () => void Notification.requestPermission().then(() => setTelling(present())) };
}
