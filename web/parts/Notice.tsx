import type { ComponentChildren } from 'preact';
import { messageOf } from '../api/errors.ts';
import { common } from '../text/common.ts';
import { Button } from './Button.tsx';

export function Notice({ look, children }: { look: 'bad' | 'warn'; children: ComponentChildren }) {
  return (
    <div class={`notice ${look}`} role={look === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

/** Why something could not be read or done, with a way to try again. */
export function ErrorNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <Notice look="bad">
      <p>{messageOf(error)}</p>
      {retry ? (
        <Button compact icon="retry" onClick={retry}>
          {common.tryAgain}
        </Button>
      ) : null}
    </Notice>
  );
}
