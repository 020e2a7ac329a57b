import { useEffect } from 'preact/hooks';
import { useStore } from '../parts/store.ts';
import { chosen } from './choose.ts';
import { DropArea } from './DropArea.tsx';
import { useOutcomes } from './outcomes.ts';
import { restore } from './queue.ts';
import { isBusy } from './status.ts';
import { UploadDialog } from './UploadDialog.tsx';
import { UploadPanel } from './UploadPanel.tsx';
import { uploads } from './uploads.ts';

/** Everything about uploading that is there in every view. */
export function Uploads() {
  const all = useStore(uploads);
  const files = useStore(chosen);
  const busy = all.some((upload) => isBusy(upload) || upload.status === 'waiting');
  useOutcomes(all);
  useEffect(() => {
    void restore();
  }, []);
  useEffect(() => {
    if (!busy) return undefined;
    // The browser asks in its own words whether to leave.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [busy]);
  return (
    <>
      <DropArea />
      {files.length === 0 ? null : <UploadDialog files={files} />}
      {all.length === 0 ? null : <UploadPanel all={all} />}
    </>
  );
}
