import { stringify } from 'csv-stringify/sync';

/** One column of a table to take away; what it means is said in the catalogue (`archive`). */
export interface Column<Row> {
  readonly type: 'text' | 'number' | 'category' | 'yes/no' | 'day' | 'time';
  readonly unit?: string;
  readonly values?: readonly string[];
  readonly cell: (row: Row) => string | number;
}

export type Columns<Row> = Readonly<Record<string, Column<Row>>>;

/**
 * Rows as RFC 4180 has them (UTF-8). A cell that a spreadsheet would run is made plain text by an apostrophe before it.
 * @param head whether the names of the columns come first, after a byte order mark
 */
export function csvRows<Row>(columns: Columns<Row>, rows: readonly Row[], head: boolean): string {
  const cells = Object.values(columns);
  return stringify(
    rows.map((row) => cells.map(({ cell }) => cell(row))),
    { header: head, columns: Object.keys(columns), escape_formulas: true, bom: head },
  );
}
