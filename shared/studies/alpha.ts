/** How any number of coders agree on one nominal code. */
export interface Alpha {
  /** Units that at least two coded. */
  readonly units: number;
  /** Codes of these units, of all coders. */
  readonly codes: number;
  /** Krippendorff's alpha, at most 1; null without units, and where one code alone was ever given. */
  readonly alpha: number | null;
}

/**
 * Krippendorff's alpha for nominal codes, by the matrix of coincidences (Krippendorff 2011, "Computing Krippendorff's
 * Alpha-Reliability"). Units need not have been coded by all.
 * @param units for each unit the codes that coders gave it, in any order
 */
export function krippendorffsAlpha(units: readonly (readonly string[])[]): Alpha {
  const pairable = units.filter(({ length }) => length >= 2);
  const totals = new Map<string, number>();
  let codes = 0;
  let disagreeing = 0;
  for (const unit of pairable) {
    codes += unit.length;
    for (const code of unit) {
      totals.set(code, (totals.get(code) ?? 0) + 1);
      disagreeing += unit.filter((other) => other !== code).length / (unit.length - 1);
    }
  }
  const expected = [...totals.values()].reduce((all, total) => all + total * (codes - total), 0);
  const alpha = expected === 0 ? null : 1 - ((codes - 1) * disagreeing) / expected;
  return { units: pairable.length, codes, alpha };
}
