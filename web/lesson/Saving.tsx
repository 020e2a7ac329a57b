import { useEffect, useState } from 'preact/hooks';
import { type Desk, pendingOf } from '../model/desk.ts';
import { Button } from '../parts/Button.tsx';
import { lessonText } from '../text/lesson.ts';

interface SavingProps {
  readonly desk: Desk;
  /** The device keeps nothing: what waits is lost with the page. */
  readonly fleeting: boolean;
  readonly onRetry: () => void;
  readonly onChoose: (id: string) => void;
}

function useOnline(): boolean {
  const [online, set] = useState(navigator.onLine);
  useEffect(() => {
    const follow = () => set(navigator.onLine);
    window.addEventListener('online', follow);
    window.addEventListener('offline', follow);
    return () => {
      window.removeEventListener('online', follow);
      window.removeEventListener('offline', follow);
    };
  }, []);
  return online;
}

/** Whether all corrections are saved, and what to do about those that are not. */
export function Saving({ desk, fleeting, onRetry, onChoose }: SavingProps) {
  const { unsent, failed, conflicts } = pendingOf(desk);
  const online = useOnline();
  const [first] = conflicts;
  const text = lessonText.saving;
  return (
    <div class="saving">
      {unsent > 0 ? (
        <span class="tag busy">{online ? text.unsent({ count: unsent }) : text.offline({ count: unsent })}</span>
      ) : null}
      {fleeting && unsent + failed + conflicts.length > 0 ? <span class="tag bad">{text.fleeting}</span> : null}
      {failed > 0 ? (
        <>
          <span class="tag bad">{text.failed({ count: failed })}</span>
          <Button compact icon="retry" onClick={onRetry}>
            {text.retry}
          </Button>
        </>
      ) : null}
      {first === undefined ? null : (
        <>
          <span class="tag bad">{text.conflicts({ count: conflicts.length })}</span>
          <Button compact look="primary" onClick={() => onChoose(first)}>
            {text.choose}
          </Button>
        </>
      )}
      {unsent + failed + conflicts.length === 0 ? <span class="tag good">{text.saved}</span> : null}
    </div>
  );
}
