import type { RemovalReceipt } from '../../../shared/api/contract.ts';
import { formatClock, formatCount, formatDateTime, formatDay } from '../../text/format.ts';
import { voicesText } from '../../text/voices.ts';

type Rows = readonly (readonly [name: string, value: string])[];

/** What was taken out with a voice, row by row, in the order in which people read it. */
export function removalRows(receipt: RemovalReceipt, name: string): Rows {
  const { rows, playback, original, none } = voicesText.removal;
  const { removed, ended } = receipt;
  const moment = (iso: string | null) => (iso === null ? none : formatDateTime(iso));
  const kept = receipt.originalUntil === null ? [] : [[rows.originalUntil, formatDay(receipt.originalUntil)] as const];
  const given =
    receipt.addressesUntil === null ? [] : [[rows.addressesUntil, formatDateTime(receipt.addressesUntil)] as const];
  return [
    [rows.lesson, receipt.lessonId],
    [rows.voice, name],
    [rows.at, formatDateTime(ended?.at ?? receipt.at)],
    [rows.by, receipt.by],
    [rows.lines, formatCount(removed.lines)],
    [rows.questions, formatCount(removed.questions)],
    [rows.corrections, formatCount(removed.corrections)],
    [rows.codes, formatCount(removed.codes)],
    [rows.seconds, formatClock(removed.seconds)],
    [rows.muted, formatClock(removed.mutedSeconds)],
    [rows.overlap, formatClock(removed.overlapSeconds)],
    [rows.uploads, formatCount(removed.otherUploads)],
    [rows.embeddings, voicesText.removal.embeddings],
    [rows.playback, ended === null ? none : playback[ended.playback]],
    [rows.original, ended === null ? none : original[ended.original]],
    ...kept,
    ...given,
    [rows.recoverable, moment(receipt.recoverableUntil)],
  ];
}

/** The receipt as a text file, with the exact time beside the readable one. */
export function removalText(receipt: RemovalReceipt, name: string): string {
  const lines = removalRows(receipt, name).map(([row, value]) => `${row}: ${value.replaceAll(/\s+/g, ' ')}`);
  return [voicesText.removal.heading, '', ...lines, '', receipt.ended?.at ?? receipt.at, ''].join('\r\n');
}
