import { messageOf } from '../api/errors.ts';
import { Button } from '../parts/Button.tsx';
import { common } from '../text/common.ts';
import { studiesText } from '../text/studies.ts';
import type { Coded } from './codingDesk.ts';

const text = studiesText.coding;

/** Whether the codes are saved, and what to do where they are not. */
export function SavingCodes({ coded, onRetry }: { coded: Coded; onRetry: () => void }) {
  const { saving, error } = coded;
  if (saving === 'saved' || saving === 'sending')
    return <p class="soft small">{saving === 'saved' ? text.saved : text.sending}</p>;
  return (
    <div class="notice warn coding-unsaved" role="alert">
      <p>{saving === 'changed' ? text.changed : `${text.waiting} ${messageOf(error)}`}</p>
      {saving === 'changed' ? (
        <Button compact icon="retry" onClick={() => location.reload()}>
          {text.reload}
        </Button>
      ) : (
        <Button compact icon="retry" onClick={onRetry}>
          {common.tryAgain}
        </Button>
      )}
    </div>
  );
}
