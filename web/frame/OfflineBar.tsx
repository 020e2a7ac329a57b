import { useEffect, useState } from 'preact/hooks';
import { common } from '../text/common.ts';

/** Says that there is no connection, for as long as there is none. */
export function OfflineBar() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return (
    <div role="status" aria-live="polite">
      {online ? null : <p class="offline">{common.offline}</p>}
    </div>
  );
}
