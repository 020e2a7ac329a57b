import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseCommentedJson } from '../commentedJson.ts';
import { asError, HostError } from './errors.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const file = z.looseObject({
  IsEncrypted: z.boolean().default(false),
  Values: z.record(z.string(), scalar).default({}),
  ConnectionStrings: z.record(z.string(), scalar).default({}),
  Host: z.looseObject({ CORS: z.string().optional(), CORSCredentials: z.boolean().default(false) }).prefault({}),
});

export interface LocalSettings {
  readonly values: Readonly<Record<string, string>>;
  readonly cors: { readonly origins: readonly string[]; readonly credentials: boolean } | undefined;
}

/**
 * Reads a local.settings.json as Core Tools does. A file that is not there gives no settings, unless it `mustExist`.
 * Throws a HostError that names the file for one that cannot be read, is not valid, or is encrypted.
 */
export async function readLocalSettings(path: string, mustExist: boolean): Promise<LocalSettings> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    const error: NodeJS.ErrnoException = asError(thrown);
    if (error.code === 'ENOENT' && !mustExist) return { values: {}, cors: undefined };
    throw new HostError(`The settings file ${path} cannot be read: ${error.message}`);
  }
  let parsed: z.output<typeof file>;
  try {
    parsed = file.parse(parseCommentedJson(text));
  } catch (thrown) {
    const reason = thrown instanceof z.ZodError ? z.prettifyError(thrown) : asError(thrown).message;
    throw new HostError(`The settings file ${path} cannot be used: ${reason}`);
  }
  if (parsed.IsEncrypted) {
    throw new HostError(
      `${path} is encrypted, which only Core Tools can read: run "func settings decrypt" in the app.`,
    );
  }
  const values: Record<string, string> = { ...parsed.Values };
  for (const [name, value] of Object.entries(parsed.ConnectionStrings)) values[`ConnectionStrings__${name}`] = value;
  const origins = (parsed.Host.CORS ?? '').split(',').map((origin) => origin.trim());
  const named = origins.filter((origin) => origin !== '');
  const cors = named.length > 0 ? { origins: named, credentials: parsed.Host.CORSCredentials } : undefined;
  return { values, cors };
}

/**
 * Puts settings into the environment, where the app reads them. `given` wins over what is there already, which wins
 * over the settings file: so a variable in the shell overrides the file, as in Core Tools.
 */
export function applySettings(
  environment: NodeJS.ProcessEnv,
  fromFile: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(fromFile)) environment[name] ??= value;
  Object.assign(environment, given);
}
