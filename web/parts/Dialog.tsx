import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { common } from '../text/common.ts';
import { Button } from './Button.tsx';

interface DialogProps {
  readonly title: string;
  /** Asked for by Escape, the close button or a click beside it; whoever shows the dialog takes it away then. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A modal dialogue: open as long as it is rendered. The browser holds the focus in it and gives it back after. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    // Where something is asked, one begins to type; the browser alone would choose the close button.
    shown?.querySelector<HTMLElement>('form :is(input, select, textarea)')?.focus();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape, which the browser tells as cancel, is the key for it
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id={id}>{title}</h2>
          <Button look="quiet" compact icon="close" label={common.close} onClick={onClose} />
        </div>
        {children}
      </div>
    </dialog>
  );
}
