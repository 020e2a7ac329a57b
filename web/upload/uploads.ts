import type { Consent } from '../details/ConsentField.tsx';
import { createStore } from '../parts/store.ts';
import type { UploadStatus } from './status.ts';

/** What belongs to a file on the user's disk; enough to know it again after a reload. */
export interface FileMark {
  readonly name: string;
  readonly size: number;
  readonly lastModified: number;
}

/** What the user said of all files of one choice. */
export interface Said {
  readonly site: string;
  readonly consent: Consent;
  /** Codes apart by commas; absent: those of its site. */
  readonly languages?: string;
  /** Voices are not told apart. */
  readonly speakers?: 'off';
  readonly educator: string;
  /** '' or, in what was remembered before there was one, absent: nobody says it. */
  readonly recordedOn?: string;
}

export interface Upload {
  readonly id: string;
  readonly mark: FileMark;
  readonly said: Said;
  /** The name under which it is stored; the file's own unless the user keeps both. */
  readonly fileName: string;
  readonly replace: boolean;
  readonly status: UploadStatus;
  readonly sentBytes: number;
  readonly error?: string | undefined;
  readonly lessonId?: string | undefined;
  /** What became of its lesson; absent as long as it is under way. */
  readonly outcome?: 'ready' | 'failed';
  readonly seenRunning?: boolean;
  /** When sending began, and at how many bytes; for how long it will take. */
  readonly began?: { readonly at: number; readonly sentBytes: number } | undefined;
}

/** All uploads of this page, in the order in which they were chosen. */
export const uploads = createStore<readonly Upload[]>([]);

export const findUpload = (id: string) => uploads.get().find((upload) => upload.id === id);

export function change(id: string, changes: Partial<Upload>): void {
  uploads.set(uploads.get().map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)));
}

export const isOpen = (upload: Upload) => upload.status !== 'done';

export const isSameFile = (one: FileMark, other: FileMark) =>
  one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

/** Seconds until it is there, going by its speed up to now; undefined in its first moments. */
export function secondsLeft({ began, mark, sentBytes, status }: Upload, now = Date.now()): number | undefined {
  if (status !== 'uploading' || began === undefined) return undefined;
  const seconds = (now - began.at) / 1000;
  const bytes = sentBytes - began.sentBytes;
  return seconds < 3 || bytes <= 0 ? undefined : ((mark.size - sentBytes) * seconds) / bytes;
}
