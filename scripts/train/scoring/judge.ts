import type { Label, Subtype } from '../../../shared/lessons/question.ts';
import type { Row } from '../rows.ts';
import type { Judged } from './scores.ts';

/** Puts each row's truth beside the code that it was given. */
export function judge(
  rows: readonly Row[],
  codes: readonly { readonly label: Label; readonly subtype: Subtype; readonly confidence: number }[],
): Judged[] {
  return rows.flatMap((row, index) => {
    const code = codes[index];
    if (code === undefined) return [];
    const { label, subtype, confidence } = code;
    const truthSubtype = row.subtype === undefined ? {} : { truthSubtype: row.subtype };
    return [{ truth: row.label, label, subtype, confidence, ...truthSubtype }];
  });
}
