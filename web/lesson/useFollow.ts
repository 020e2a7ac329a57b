import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const scrollKeys = new Set(['PageUp', 'PageDown', 'Home', 'End', ' ', 'ArrowUp', 'ArrowDown']);

/**
 * Whether something scrolls along by itself: until the person scrolls it, and again when `set(true)` is called.
 * @param frame what scrolls
 */
export function useFollow(frame: RefObject<HTMLElement | null>): {
  following: boolean;
  set: (following: boolean) => void;
} {
  const [following, set] = useState(true);
  useEffect(() => {
    const shown = frame.current;
    if (shown === null) return;
    const stop = (event: Event) => {
      const typed = event instanceof KeyboardEvent;
      if (!typed || (event.target === shown && scrollKeys.has(event.key))) set(false);
    };
    const events = ['wheel', 'touchmove', 'keydown'];
    for (const name of events) shown.addEventListener(name, stop, { passive: true });
    return () => {
      for (const name of events) shown.removeEventListener(name, stop);
    };
  }, []);
  return { following, set };
}
