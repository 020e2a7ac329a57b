import type { z } from 'zod';
import { PermanentError } from '../errors.ts';
import type { ContainerName } from '../lessons/blobPaths.ts';
import { readText, writeText } from './blobs.ts';

/** Writes a value as JSON. */
export async function writeJson(name: ContainerName, path: string, value: unknown): Promise<void> {
  await writeText(name, path, JSON.stringify(value), 'application/json');
}

/** Reads JSON of a known shape. @throws PermanentError 'internal' when it is missing or of another shape. */
export async function readJson<T>(name: ContainerName, path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readText(name, path);
  if (text === null) throw new PermanentError('internal', `${name}/${path} is missing. Analyse the lesson again.`);
  return schema.parse(JSON.parse(text));
}
