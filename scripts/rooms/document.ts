import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Invented } from './inventions.ts';
import type { Measured } from './measure.ts';
import { nameOf, type Room } from './rooms.ts';
import { gatesTable, inventionsTable, pipelineTable } from './tables.ts';

/** What a run measured; with the true words, and with one model after the other. */
export interface Results {
  readonly gates: readonly (readonly [name: string, measured: Measured])[];
  readonly heard: readonly {
    readonly model: string;
    readonly rooms: readonly (readonly [name: string, measured: Measured])[];
    readonly invented: readonly (readonly [kind: string, invented: Invented])[];
  }[];
}

/** The document's tables; with the true words, of the rooms that are shown. */
export function tablesOf({ gates, heard }: Results, shown: readonly Room[]): string {
  const names = new Set(shown.map(nameOf));
  const parts = [
    'With the true words:',
    gatesTable(gates.filter(([name]) => names.has(name))),
    ...heard.flatMap(({ model, rooms, invented }) => [
      `Through the whole pipeline with ${model}:`,
      pipelineTable(rooms),
      `What ${model} and the pipeline make of sound in which nobody speaks English:`,
      inventionsTable(invented),
    ]),
  ];
  return parts.join('\n\n');
}

const begin = '<!-- Written by npm run evaluate:rooms from here -->';
const end = '<!-- to here. -->';

/** A text with new tables in place of those that stand between its two marks. @throws Error where it has no such place */
export function withTables(text: string, tables: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no place for the tables: "${begin}" … "${end}".`);
  return `${text.slice(0, from + begin.length)}\n\n${tables}\n\n${text.slice(to)}`;
}

/** Puts the tables into docs/accuracy.md. */
export function writeIntoAccuracy(tables: string): void {
  const file = join(import.meta.dirname, '../../docs/accuracy.md');
  writeFileSync(file, withTables(readFileSync(file, 'utf8'), tables));
}
