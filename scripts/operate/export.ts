import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { rightsOf } from '../../shared/api/access.ts';
import { manyExportQuerySchema } from '../../shared/api/contract.ts';
import { archiveOfMany, assertFits, questionsOfMany } from '../../shared/api/manyExport.ts';
import { useCodebook } from './codebook.ts';
import { useSettings } from './recovery/settings.ts';

const usage = `npm run export -- --out FILE.zip [--site NAME] [--from DAY] [--to DAY] [--search WORDS] [--educator NAME] [--names masked] [--language es]

All lessons of a filter in one file, from the running local cloud or the account that the settings name. FILE.csv is a
table with a row a question; FILE.zip has that table, every lesson in every format, a codebook, a data dictionary and a
line to cite; its reports are in English, or in Spanish. It holds words from recordings: keep it as you keep those. An existing file is not written over.`;

const text = { type: 'string' } as const;
const options = {
  out: text,
  site: text,
  from: text,
  to: text,
  search: text,
  educator: text,
  names: text,
  language: text,
};
const { out, search, ...rest } = readCommandLine(usage, options).values;
if (out === undefined || !/\.(?:csv|zip)$/u.test(out)) misused(usage, '--out names a file that ends in .csv or .zip.');
const asked = manyExportQuerySchema.safeParse({ ...rest, ...(search === undefined ? {} : { q: search }) });
if (!asked.success)
  misused(usage, asked.error.issues.map(({ path, message }) => `--${path.join()}: ${message}`).join('; '));
const { names, language, ...selection } = asked.data;
// Whoever has the account's keys has all of it.
const rights = rightsOf({ name: null, id: null, roles: ['admin'] }, 'manyExport');
try {
  await useSettings();
  await useCodebook();
  await assertFits(selection, rights);
  const content = out.endsWith('.zip')
    ? archiveOfMany(selection, rights, names, language)
    : questionsOfMany(selection, rights, names);
  await pipeline(Readable.from(content), createWriteStream(out, { flags: 'wx', mode: 0o600 }));
  console.log(`Written to ${out}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
process.exit();
