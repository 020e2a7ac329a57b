import { useEffect } from 'preact/hooks';
import type { CodingDesk } from './codingDesk.ts';

/** As often as what could not be sent is tried again by itself. */
const everyMilliseconds = 5000;

/** Tries again what could not be sent, and has the browser ask before the page is left with something unsent. */
export function useUnsaved(desk: CodingDesk): void {
  useEffect(() => {
    const timer = setInterval(desk.retry, everyMilliseconds);
    const leave = (event: BeforeUnloadEvent) => {
      if (desk.get().saving !== 'saved') event.preventDefault();
    };
    window.addEventListener('online', desk.retry);
    window.addEventListener('beforeunload', leave);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', desk.retry);
      window.removeEventListener('beforeunload', leave);
    };
  }, [desk]);
}
