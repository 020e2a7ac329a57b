import type { Codebook } from '../../lessons/codebook.ts';
import { type Column, type Columns, csvRows } from '../column.ts';
import { lessonRows, questionRows } from './tables.ts';

type Described = Omit<Column<never>, 'cell'>;
interface Entry {
  readonly file: string;
  readonly name: string;
  readonly column: Described;
}

const columns: Columns<Entry> = {
  file: { type: 'text', says: 'which table', cell: ({ file }) => file },
  column: { type: 'text', says: 'which column', cell: ({ name }) => name },
  type: { type: 'text', says: 'what it holds', cell: ({ column }) => column.type },
  unit: { type: 'text', says: 'in which unit', cell: ({ column }) => column.unit ?? '' },
  values: { type: 'text', says: 'which values there are', cell: ({ column }) => (column.values ?? []).join('; ') },
  meaning: { type: 'text', says: 'what it means', cell: ({ column }) => column.says },
};

const entriesOf = (file: string, of: Readonly<Record<string, Described>>): Entry[] =>
  Object.entries(of).map(([name, column]) => ({ file, name, column }));

/** data-dictionary.csv: every column of every table. */
export function dataDictionary(): string {
  const entries = [
    ...entriesOf('questions.csv', questionRows),
    ...entriesOf('lessons.csv', lessonRows),
    ...entriesOf('codebook.csv', codebookRows),
  ];
  return csvRows(columns, entries, true);
}

interface CodebookEntry {
  readonly site: string;
  readonly title: string;
  readonly code: Codebook['subtypes'][number];
}

const codebookRows: Columns<CodebookEntry> = {
  site: { type: 'text', says: 'whose codebook it is', cell: ({ site }) => site },
  codebook: { type: 'text', says: "the codebook's title", cell: ({ title }) => title },
  label: { type: 'category', values: ['OEQ', 'CEQ'], says: 'the label', cell: ({ code }) => code.label },
  subtype: { type: 'category', says: 'the subtype as the tables have it', cell: ({ code }) => code.key },
  name: { type: 'text', says: 'what it is called', cell: ({ code }) => code.name },
  definition: { type: 'text', says: 'what it means', cell: ({ code }) => code.definition },
  machine: {
    type: 'text',
    says: "which of the machine's own subtypes are this one; empty where only people, or a large model, give it",
    cell: ({ code }) => code.machine.join('; '),
  },
};

/** codebook.csv: what the subtypes of each site mean. */
export function codebookTable(codebooks: ReadonlyMap<string, Codebook>): string {
  const rows = [...codebooks].flatMap(([site, { title, subtypes }]) => subtypes.map((code) => ({ site, title, code })));
  return csvRows(codebookRows, rows, true);
}
