import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';

/** The compiled template, kept for the tests: what it loads from JSON files is a reference to them. */
export const compiledFile = 'test/infra/compiled.json';

/** JSON files that the template loads, by the places in them that it takes. */
const loaded = [
  'infra/storage.json',
  'infra/cosmos.json',
  'infra/servicebus.json',
  'infra/local.json',
  'infra/idle.json',
  'infra/alerts.json',
  'infra/workbook.json',
  'infra/profiles/small.json',
  'infra/profiles/district.json',
  'infra/profiles/global.json',
  'host.json',
];

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A fingerprint of the Bicep sources, to tell whether what was compiled is of today's. */
export async function sourcesDigest(): Promise<string> {
  const hash = createHash('sha256');
  const files = (await Array.fromAsync(glob(['infra/**/*.bicep']))).map((file) => file.replaceAll('\\', '/')).sort();
  for (const file of files) hash.update(`${file}\n${(await readFile(file, 'utf8')).replaceAll('\r\n', '\n')}\n`);
  return hash.digest('hex');
}

async function readLoaded(): Promise<Map<string, Json>> {
  const entries = loaded.map(async (file): Promise<[string, Json]> => [file, JSON.parse(await readFile(file, 'utf8'))]);
  return new Map(await Promise.all(entries));
}

/** What tests keep of a template: no compiler's version, and files in place of what was loaded from them. */
export async function withReferences(template: Json): Promise<Json> {
  const files = await readLoaded();
  const change = (value: Json): Json | undefined => {
    for (const [file, content] of files) if (isDeepStrictEqual(value, content)) return { $file: file };
    if (!isObject(value)) return undefined;
    if ('_generator' in value) return {};
    // Each version of the compiler has its own for modules.
    if (value.type !== 'Microsoft.Resources/deployments' || value.apiVersion === '') return undefined;
    return mapped({ ...value, apiVersion: '' }, change);
  };
  return mapped(template, change);
}

/** The template as it would be compiled with today's JSON files. */
export async function withFiles(template: Json): Promise<Json> {
  const files = await readLoaded();
  return mapped(template, (value) =>
    isObject(value) && typeof value.$file === 'string' ? files.get(value.$file) : undefined,
  );
}

function mapped(value: Json, change: (value: Json) => Json | undefined): Json {
  const changed = change(value);
  if (changed !== undefined) return changed;
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapped(item, change)]));
}
