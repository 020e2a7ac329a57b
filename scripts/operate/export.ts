import { misused, readCommandLine } from '../../local/commandLine.ts';
import { rightsOf } from '../../shared/api/access.ts';
import { manyExportQuerySchema } from '../../shared/api/contract.ts';
import { archiveOfMany, assertFits, questionsOfMany } from '../../shared/api/manyExport.ts';
import { sweepTemporaryFolders } from '../../shared/storage/temporaryFolder.ts';
import { useAppSettings } from './appSettings.ts';
import { writeWhole } from './wholeFile.ts';

const usage = `Usage: npm run export -- --out FILE.zip [--site NAME] [--from DAY] [--to DAY] [--search WORDS] [--educator NAME] [--names masked] [--language es] [--state DIR]

All lessons of a filter in one file, from the running local cloud or the account that the settings name. FILE.csv is a
table with a row a question; FILE.zip has that table, every lesson in every format, a codebook, a data dictionary and a
line to cite; its reports are in English, or in Spanish. It holds words from recordings: keep it as
you keep those. An existing file is not written over, and a file has its name when it is whole.`;

const text = { type: 'string' } as const;
const options = {
  out: text,
  state: { ...text, default: '.askwell' },
  site: text,
  from: text,
  to: text,
  search: text,
  educator: text,
  names: text,
  language: text,
};
const { out, search, state, ...rest } = readCommandLine(usage, options).values;
if (out === undefined || !/\.(?:csv|zip)$/u.test(out)) misused(usage, '--out names a file that ends in .csv or .zip.');
const asked = manyExportQuerySchema.safeParse({ ...rest, ...(search === undefined ? {} : { q: search }) });
if (!asked.success)
  misused(
    usage,
    asked.error.issues
      .map(({ path, message }) => `--${path.join() === 'q' ? 'search' : path.join()}: ${message}`)
      .join('; '),
  );
const { names, language, ...selection } = asked.data;
// Whoever has the account's keys has all of it.
const rights = rightsOf({ name: null, id: null, roles: ['admin'] }, 'manyExport');
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => stopped.abort(new Error('Stopped; nothing was written.')));
try {
  await sweepTemporaryFolders();
  await useAppSettings(state);
  await assertFits(selection, rights);
  const content = () =>
    out.endsWith('.zip')
      ? archiveOfMany(selection, rights, names, language)
      : questionsOfMany(selection, rights, names);
  await writeWhole(out, content, stopped.signal);
  console.log(`Written to ${out}.`);
} catch (error) {
  const told = stopped.signal.aborted ? stopped.signal.reason : error;
  console.error(told instanceof Error ? told.message : told);
  process.exitCode = 1;
}
process.exit();
