import { createStore } from '../parts/store.ts';
import { isSystemFile } from './folders.ts';
import { continueWith } from './queue.ts';
import { isSameFile, uploads } from './uploads.ts';

/** Files that were chosen or dropped, and about which nothing is said yet. */
export const chosen = createStore<readonly File[]>([]);

/** Takes files from wherever they come. What an interrupted upload waits for goes to it, without asking again. */
export function takeFiles(files: readonly File[]): void {
  const rest = files.filter((file) => {
    if (isSystemFile(file)) return false;
    const interrupted = uploads.get().find(({ status, mark }) => status === 'choose' && isSameFile(mark, file));
    return interrupted === undefined || !continueWith(interrupted.id, file);
  });
  if (rest.length > 0) chosen.set([...chosen.get(), ...rest]);
}

/** Asks for files with the browser's own dialogue. */
export function chooseFiles(): void {
  openFileDialog(true, takeFiles);
}

/** Asks for a folder, with all that is in it. */
export function chooseFolder(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.webkitdirectory = true;
  input.addEventListener('change', () => takeFiles([...(input.files ?? [])]));
  input.click();
}

/** @param take gets what was chosen; is not called when the user thinks better of it. */
export function openFileDialog(multiple: boolean, take: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = multiple;
  input.accept = 'video/*,audio/*,.mkv,.mts,.m2ts,.avi,.wmv';
  input.addEventListener('change', () => take([...(input.files ?? [])]));
  input.click();
}
