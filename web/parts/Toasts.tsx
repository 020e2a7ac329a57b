import { common } from '../text/common.ts';
import { Button } from './Button.tsx';
import { createStore, useStore } from './store.ts';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const toasts = createStore<readonly Toast[]>([]);
let count = 0;
const shownMilliseconds = 8000;

/** Tells something in passing, seen and read aloud. What people have to act on belongs where it happened instead. */
export function toast(text: string, action?: Toast['action']): void {
  count += 1;
  const id = count;
  toasts.set([...toasts.get().slice(-2), { id, text, ...(action ? { action } : {}) }]);
  setTimeout(() => dismiss(id), shownMilliseconds);
}

function dismiss(id: number): void {
  toasts.set(toasts.get().filter((shown) => shown.id !== id));
}

/** The one live region; always there, so that screen readers notice what comes into it. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {useStore(toasts).map(({ id, text, action }) => (
        <div class="toast fades" key={id}>
          <span>{text}</span>
          {action ? (
            <Button
              compact
              onClick={() => {
                action.run();
                dismiss(id);
              }}
            >
              {action.label}
            </Button>
          ) : null}
          <Button compact icon="close" label={common.close} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
