/** What stands before and after a table that a command writes. */
export interface Marks {
  readonly begin: string;
  readonly end: string;
}

/** Puts the table between its marks. @throws Error when the text has no marks. */
export function withTable(text: string, table: string, { begin, end }: Marks): string {
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`The text has no "${begin}" and "${end}".`);
  return `${before}${begin}\n${table}\n${end}${after}`;
}
