import { readFile, writeFile } from 'node:fs/promises';
import { costTable, withTable } from './costTable.ts';

const file = 'docs/operations.md';

// Writes what each profile costs into docs/operations.md, from infra/prices.json and infra/profiles/.
const table = await costTable();
await writeFile(file, withTable(await readFile(file, 'utf8'), table));
console.log(table);
