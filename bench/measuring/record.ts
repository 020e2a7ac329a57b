import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import type { BenchResult } from './figure.ts';

/** One bench as it is kept: what was found, when, and on what machine. */
export interface BenchRecord extends BenchResult {
  readonly date: string;
  readonly node: string;
  readonly cpu: string;
  readonly cpuCount: number;
  /** Processes that wanted a processor in the minute before: above the count, absolute times say little. */
  readonly loadBefore: number;
}

/** This machine now; ask before a bench runs. */
export function machine(): Pick<BenchRecord, 'date' | 'node' | 'cpu' | 'cpuCount' | 'loadBefore'> {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    node: process.version,
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cpuCount: processors.length,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

/** Puts one bench's record into the file, in the place of its last one; the other benches' stay. */
export async function keepRecord(file: string, name: string, record: BenchRecord): Promise<void> {
  const kept = { ...(await readRecords(file)), [name]: record };
  const sorted = Object.fromEntries(Object.entries(kept).sort(([a], [b]) => a.localeCompare(b)));
  await writeFile(file, `${JSON.stringify(sorted, null, 2)}\n`);
}

async function readRecords(file: string): Promise<object> {
  try {
    const kept: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof kept === 'object' && kept !== null) return kept;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new Error(`${file} cannot be read. Mend it or delete it.`, { cause: error });
  }
  throw new Error(`${file} does not hold records of benches. Mend it or delete it.`);
}
