import type { Receipt } from '../api/lessons.ts';
import { formatCount, formatDateTime } from '../text/format.ts';
import { language } from '../text/language.ts';
import { deletionText } from '../text/library.ts';

/** What a deletion removed, row by row, in the order in which people read it. */
export function receiptRows(receipt: Receipt, title: string): readonly (readonly [name: string, value: string])[] {
  const { rows, notRecoverable, notNeeded } = deletionText;
  const { deleted } = receipt;
  const moment = (iso: string | null, none: string) => (iso === null ? none : formatDateTime(iso));
  return [
    [rows.title, title],
    [rows.lesson, receipt.lessonId],
    [rows.at, formatDateTime(receipt.deletedAt)],
    [rows.by, receipt.by],
    [rows.videos, formatCount(deleted.videos)],
    [rows.media, formatCount(deleted.media)],
    [rows.transcripts, formatCount(deleted.transcripts)],
    [rows.work, formatCount(deleted.work)],
    [rows.voices, formatCount(deleted.voices)],
    [rows.questions, formatCount(deleted.questions)],
    [rows.corrections, formatCount(deleted.corrections)],
    [rows.codings, formatCount(deleted.codings)],
    [rows.lessons, formatCount(deleted.lessons)],
    [rows.orchestrations, formatCount(deleted.orchestrations)],
    [rows.cache, language() === 'en' ? receipt.cache : deletionText.cache],
    [rows.recoverable, moment(receipt.recoverableUntil, notRecoverable)],
    [rows.sweep, moment(receipt.sweepAgainAt, notNeeded)],
  ];
}

/** The receipt as a text file, with the exact time beside the readable one. */
export function receiptText(receipt: Receipt, title: string): string {
  const lines = receiptRows(receipt, title).map(([name, value]) => `${name}: ${value.replaceAll(/\s+/g, ' ')}`);
  return [deletionText.receiptHeading, '', ...lines, '', receipt.deletedAt, ''].join('\r\n');
}

/** Hands a text to the browser as a file. */
export function saveText(fileName: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
