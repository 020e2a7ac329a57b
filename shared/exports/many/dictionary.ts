import type { Codebook } from '../../lessons/codebook.ts';
import { archive as en } from '../../words/en/archive.ts';
import { archive as es } from '../../words/es/archive.ts';
import type { Language } from '../../words/texts.ts';
import { type Column, type Columns, csvRows } from '../column.ts';
import { lessonRows, questionRows } from './tables.ts';

type Described = Omit<Column<never>, 'cell'>;
interface Entry {
  readonly file: string;
  readonly name: string;
  readonly column: Described;
  readonly type: string;
  readonly meaning: string;
}

const columns: Columns<Entry> = {
  file: { type: 'text', cell: ({ file }) => file },
  column: { type: 'text', cell: ({ name }) => name },
  type: { type: 'text', cell: ({ type }) => type },
  unit: { type: 'text', cell: ({ column }) => column.unit ?? '' },
  values: { type: 'text', cell: ({ column }) => (column.values ?? []).join('; ') },
  meaning: { type: 'text', cell: ({ meaning }) => meaning },
};

const words = { en, es };

/** README.txt of an archive of lessons: how to begin. */
export const archiveReadme = (language: Language): string => `${words[language].readme}\n`;

/** data-dictionary.csv: every column of every table. Columns and their values are the same in all languages. */
export function dataDictionary(language: Language): string {
  const { types, questions, lessons, codebook } = words[language];
  const meanings = { questions, lessons, codebook };
  const entriesOf = (file: keyof typeof meanings, of: Readonly<Record<string, Described>>): Entry[] => {
    const says: Readonly<Record<string, string>> = meanings[file];
    return Object.entries(of).map(([name, column]) => ({
      ...{ file: `${file}.csv`, name, column, type: types[column.type] },
      // A test holds that every column has its meaning.
      meaning: says[name] ?? '',
    }));
  };
  const entries = [
    ...entriesOf('questions', questionRows),
    ...entriesOf('lessons', lessonRows),
    ...entriesOf('codebook', codebookRows),
  ];
  return csvRows(columns, entries, true);
}

interface CodebookEntry {
  readonly site: string;
  readonly title: string;
  readonly code: Codebook['subtypes'][number];
}

const codebookRows: Columns<CodebookEntry> = {
  site: { type: 'text', cell: ({ site }) => site },
  codebook: { type: 'text', cell: ({ title }) => title },
  label: { type: 'category', values: ['OEQ', 'CEQ'], cell: ({ code }) => code.label },
  subtype: { type: 'category', cell: ({ code }) => code.key },
  name: { type: 'text', cell: ({ code }) => code.name },
  definition: { type: 'text', cell: ({ code }) => code.definition },
  machine: {
    type: 'text',
    cell: ({ code }) => code.machine.join('; '),
  },
};

/** codebook.csv: what the subtypes of each site mean. */
export function codebookTable(codebooks: ReadonlyMap<string, Codebook>): string {
  const rows = [...codebooks].flatMap(([site, { title, subtypes }]) => subtypes.map((code) => ({ site, title, code })));
  return csvRows(codebookRows, rows, true);
}
