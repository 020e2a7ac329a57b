import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../parts/Icon.tsx';
import { toast } from '../parts/Toasts.tsx';
import { upload } from '../text/upload.ts';
import { takeFiles } from './choose.ts';
import { droppedFiles } from './folders.ts';

const bringsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Files may be dropped anywhere on the page; while some hang over it, it says so. */
export function DropArea() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    const on = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', listener: (event: DragEvent) => void) =>
      window.addEventListener(
        type,
        (event) => {
          if (!bringsFiles(event)) return;
          // Without this the browser would leave the page and play the file.
          event.preventDefault();
          listener(event);
        },
        { signal: abort.signal },
      );
    on('dragenter', () => setOver(true));
    on('dragover', () => setOver(true));
    on('dragleave', (event) => {
      // Only leaving the window has nothing that is entered instead.
      if (event.relatedTarget === null) setOver(false);
    });
    on('drop', (event) => {
      setOver(false);
      if (event.dataTransfer !== null)
        droppedFiles(event.dataTransfer).then(takeFiles, () => toast(upload.drop.unreadable));
    });
    return () => abort.abort();
  }, []);
  if (!over) return null;
  return (
    <div class="drop" aria-hidden="true">
      <div class="drop-box">
        <Icon name="upload" />
        <strong>{upload.drop.title}</strong>
        <span>{upload.drop.text}</span>
      </div>
    </div>
  );
}
