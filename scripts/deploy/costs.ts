import { readFile, writeFile } from 'node:fs/promises';
import { readCommandLine } from '../../local/commandLine.ts';
import { costMarks, costTable } from './costTable.ts';
import { withTable } from './marked.ts';

const file = 'docs/operations.md';
const usage = `npm run costs
Writes what each profile costs into ${file}, from infra/prices.json and infra/profiles/, and prints it.`;

readCommandLine(usage, {});
const table = await costTable();
await writeFile(file, withTable(await readFile(file, 'utf8'), table, costMarks));
console.log(table);
