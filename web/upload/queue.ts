import { ApiError, messageOf } from '../api/errors.ts';
import { toast } from '../parts/Toasts.tsx';
import { upload as text } from '../text/upload.ts';
import { expectLesson } from './arrivals.ts';
import { StorageError } from './blocks.ts';
import { nextName } from './refuse.ts';
import { claim, forget, remember, remembered } from './remembered.ts';
import { isBusy } from './status.ts';
import { FileChanged, type KnownIds, transfer } from './transfer.ts';
import { change, findUpload, isOpen, isSameFile, type Said, type Upload, uploads } from './uploads.ts';

const atOnce = 2;
const rememberEvery = 2000;

/** What a page holds of an upload and cannot show. */
interface Work {
  readonly file: File;
  readonly known: KnownIds;
  abort?: AbortController;
}
const works = new Map<string, Work>();

/** Puts files into the queue. Two of one name and site, from different folders, get names of their own. */
export async function add(files: readonly File[], saidOf: (file: File) => Said): Promise<void> {
  const taken = new Set(uploads.get().filter(isOpen).map(nameAt));
  for (const file of files) {
    const said = saidOf(file);
    let fileName = file.name;
    while (taken.has(nameAt({ said, fileName }))) fileName = nextName(fileName);
    taken.add(nameAt({ said, fileName }));
    const id = crypto.randomUUID();
    const mark = { name: file.name, size: file.size, lastModified: file.lastModified };
    const upload: Upload = { id, mark, said, fileName, replace: false, status: 'waiting', sentBytes: 0 };
    works.set(id, { file, known: new Map() });
    uploads.set([...uploads.get(), upload]);
    remember(upload);
    await claim(id);
  }
  pump();
}

const nameAt = ({ said, fileName }: Pick<Upload, 'said' | 'fileName'>) => `${said.site}/${fileName}`;

/** Shows the uploads that a reload interrupted, unless another tab is at them. */
export async function restore(): Promise<void> {
  for (const one of remembered()) {
    if (findUpload(one.id) !== undefined || !(await claim(one.id))) continue;
    const { at: _at, ...kept } = one;
    uploads.set([...uploads.get(), { ...kept, status: 'choose' }]);
  }
}

/** Goes on with an interrupted upload when this is its file. @returns whether it is. */
export function continueWith(id: string, file: File): boolean {
  const upload = findUpload(id);
  if (upload === undefined || !isSameFile(upload.mark, file)) return false;
  works.set(id, { file, known: new Map() });
  resume(id);
  return true;
}

export function pauseUpload(id: string): void {
  works.get(id)?.abort?.abort();
  change(id, { status: 'paused', began: undefined });
  pump();
}

/** `how` is what the user decided when the name was taken. */
export function resume(id: string, how: Partial<Pick<Upload, 'replace' | 'fileName'>> = {}): void {
  change(id, { ...how, status: 'waiting', error: undefined });
  const upload = findUpload(id);
  if (upload !== undefined) remember(upload);
  pump();
}

/** Stops an upload, or takes an ended one off the list. What storage has of it is never committed, and forgotten there. */
export function remove(id: string): void {
  works.get(id)?.abort?.abort();
  works.delete(id);
  forget(id);
  uploads.set(uploads.get().filter((upload) => upload.id !== id));
  pump();
}

function pump(): void {
  const all = uploads.get();
  const free = atOnce - all.filter(isBusy).length;
  for (const upload of all.filter(({ status }) => status === 'waiting').slice(0, Math.max(0, free))) void run(upload);
}

/** Never rejects: however an upload ends, its status says it. */
async function run(upload: Upload): Promise<void> {
  const { id } = upload;
  const work = works.get(id);
  if (work === undefined) return change(id, { status: 'choose' });
  const abort = new AbortController();
  work.abort = abort;
  let rememberedAt = 0;
  change(id, { status: 'uploading' });
  try {
    const hooks = {
      status: (status: Upload['status']) => {
        if (!abort.signal.aborted && findUpload(id)?.status !== status) change(id, { status });
      },
      sent: (sentBytes: number) => {
        const now = findUpload(id);
        if (abort.signal.aborted || now === undefined) return;
        change(id, { sentBytes, began: now.began ?? { at: Date.now(), sentBytes } });
        if (Date.now() - rememberedAt < rememberEvery) return;
        rememberedAt = Date.now();
        remember({ ...now, sentBytes });
      },
    };
    const { lessonId, writtenAt } = await transfer(work.file, upload, work.known, hooks, abort.signal);
    works.delete(id);
    forget(id);
    change(id, { status: 'done', sentBytes: upload.mark.size, lessonId });
    expectLesson(lessonId, writtenAt);
  } catch (error) {
    if (!abort.signal.aborted) settle(upload, error);
  }
  pump();
}

function settle({ id, mark }: Upload, error: unknown): void {
  if (error instanceof ApiError && error.code === 'already-there') {
    change(id, { status: 'exists', began: undefined });
    return;
  }
  if (error instanceof FileChanged) works.delete(id);
  change(id, { status: 'failed', error: said(error), began: undefined });
  toast(`${mark.name}: ${said(error)}`);
}

function said(error: unknown): string {
  if (error instanceof FileChanged) return text.changed;
  if (error instanceof StorageError)
    return error.status === 0 ? text.unreachable : text.storageSaid({ status: String(error.status) });
  return messageOf(error);
}
