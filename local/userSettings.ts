import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseCommentedJson } from './commentedJson.ts';
import { declaredSettings, type Resources } from './resources.ts';

const fileSchema = z.object({ Values: z.record(z.string(), z.string()).default({}) });

/**
 * What the user wrote into local.settings.json, if there is one, and set in the environment, which goes before it.
 * Of the environment only settings that are declared are taken: a key that lies there for another program stays there.
 * @throws Error that names a bad file.
 */
export async function readUserSettings(
  declared: Resources,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Record<string, string>> {
  const settings = await readFileSettings(declared.app.settings);
  for (const name of declaredSettings(declared)) {
    const value = environment[name];
    if (value !== undefined && value !== '') settings[name] = value;
  }
  return settings;
}

async function readFileSettings(file: string): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
  try {
    return fileSchema.parse(parseCommentedJson(text)).Values;
  } catch (error) {
    throw new Error(`${file} is not usable: ${error instanceof Error ? error.message : String(error)}`);
  }
}
