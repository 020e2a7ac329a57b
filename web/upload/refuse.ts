import type { MeResponse } from '../api/lessons.ts';
import { formatBytes } from '../text/format.ts';
import { upload as text } from '../text/upload.ts';
import { isOpen, isSameFile, type Upload } from './uploads.ts';

/** Why a file is not taken, before a byte of it is sent; null when it is. */
export function refusalOf(
  file: File,
  { extensions, maxVideoBytes }: Pick<MeResponse, 'extensions' | 'maxVideoBytes'>,
  present: readonly Upload[],
): string | null {
  const ending = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase();
  if (ending === undefined || !extensions.includes(ending)) return text.refusals.type({ known: extensions.join(', ') });
  if (file.size === 0) return text.refusals.empty;
  if (file.size > maxVideoBytes)
    return text.refusals.size({ size: formatBytes(file.size), limit: formatBytes(maxVideoBytes) });
  if (present.some((upload) => isOpen(upload) && isSameFile(upload.mark, file))) return text.refusals.already;
  return null;
}

/** `lesson.mp4` as `lesson (2).mp4`, and that as `lesson (3).mp4`. */
export function nextName(fileName: string): string {
  const [, stem = fileName, number, extension = ''] = /^(.*?)(?: \((\d{1,4})\))?(\.[^.]*)?$/s.exec(fileName) ?? [];
  return `${stem} (${Number(number ?? 1) + 1})${extension}`;
}
