import { useEffect } from 'preact/hooks';
import { askMe } from '../frame/me.ts';
import { countWaiting } from '../lesson/onDevice.ts';
import { presentPerson } from '../lesson/person.ts';
import { createStore, useStore } from '../parts/store.ts';
import { library } from '../text/library.ts';

const none: ReadonlyMap<string, number> = new Map();
const waiting = createStore(none);
let counting = false;

/** Counts anew; all rows of a list ask at once and are answered together. */
function count(): void {
  if (counting) return;
  counting = true;
  void askMe()
    .then(() => countWaiting(presentPerson()))
    // A device that keeps nothing has kept nothing.
    .catch(() => none)
    .then((counts) => {
      counting = false;
      waiting.set(counts);
    });
}

/** Says of a lesson that corrections of it wait on this device: opened, it sends them. */
export function WaitingTag({ lessonId }: { lessonId: string }) {
  useEffect(count, []);
  const corrections = useStore(waiting).get(lessonId) ?? 0;
  return corrections === 0 ? null : <span class="tag warn">{library.waiting({ count: corrections })}</span>;
}
