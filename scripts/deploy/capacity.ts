import { readFile, writeFile } from 'node:fs/promises';
import { readCommandLine } from '../../local/commandLine.ts';
import { capacityMarks, capacityTable } from './capacityTable.ts';
import { withTable } from './marked.ts';

const file = 'docs/operations.md';
const usage = `npm run capacity
Writes into ${file} what each profile bears and what that costs, and prints it: from bench/results.json, infra/profiles/ and infra/prices.json.`;

readCommandLine(usage, {});
const table = await capacityTable();
await writeFile(file, withTable(await readFile(file, 'utf8'), table, capacityMarks));
console.log(table);
