import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A line's value, and where it stands, as "FILE:LINE". */
export interface JsonLine<Value> {
  readonly value: Value;
  readonly place: string;
}

/**
 * Reads a file in JSON Lines; empty lines are passed over.
 * @throws Error that names file, line and what to change
 */
export function readJsonLines<Schema extends z.ZodType>(path: string, schema: Schema): JsonLine<z.output<Schema>>[] {
  const lines = readFileSync(path, 'utf8').split(/\r?\n/u);
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const place = `${path}:${index + 1}`;
    const parsed = schema.safeParse(jsonOf(line, place));
    if (!parsed.success) throw new Error(`${place}: ${z.prettifyError(parsed.error)}`);
    return [{ value: parsed.data, place }];
  });
}

function jsonOf(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error(`${place}: not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
