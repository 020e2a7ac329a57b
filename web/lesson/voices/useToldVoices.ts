import { useEffect, useRef } from 'preact/hooks';

/** Has something read anew when the voices of a lesson have been told apart. @param isUntold whether they still are */
export function useToldVoices(isUntold: boolean, onTold: () => void): void {
  const wasUntold = useRef(false);
  useEffect(() => {
    if (wasUntold.current && !isUntold) onTold();
    wasUntold.current = isUntold;
  }, [isUntold]);
}
