import type { z } from 'zod';
import { PermanentError } from '../errors.ts';
import type { ContainerName } from '../lessons/blobPaths.ts';
import { misshapenAt } from '../misshapen.ts';
import { readText, workMissing, writeText } from './blobs.ts';

/** Writes a value as JSON. */
export async function writeJson(name: ContainerName, path: string, value: unknown): Promise<void> {
  await writeText(name, path, JSON.stringify(value), 'application/json');
}

/**
 * Reads JSON of a known shape, which a step before has written.
 * @throws PermanentError 'work-missing' where there is none, 'internal' for one of another shape.
 */
export async function readJson<T>(name: ContainerName, path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readText(name, path);
  if (text === null) throw workMissing(`${name}/${path}`);
  return parseJson(text, schema, `${name}/${path}`);
}

/**
 * A file's text as a value of a known shape. The error says where the text is wrong, and quotes nothing of it.
 * @param text null where there is no file.
 * @param where the file, as the error names it.
 * @throws PermanentError 'internal' when it is missing or of another shape.
 */
export function parseJson<T>(text: string | null, schema: z.ZodType<T>, where: string): T {
  if (text === null) throw new PermanentError('internal', `${where} is missing. Analyse the lesson again.`);
  const parsed = schema.safeParse(fromJson(text));
  if (parsed.success) return parsed.data;
  const message = `${where} is damaged (${misshapenAt(parsed.error)}). Analyse the lesson again.`;
  throw new PermanentError('internal', message);
}

/** What is no JSON is undefined, which no schema of ours takes. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
