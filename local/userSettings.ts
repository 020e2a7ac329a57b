import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const fileSchema = z.object({ Values: z.record(z.string(), z.string()).default({}) });

/** What the user wrote into local.settings.json; nothing when there is no such file. @throws Error that names a bad file. */
export async function readUserSettings(file: string): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
  try {
    return fileSchema.parse(JSON.parse(text)).Values;
  } catch (error) {
    throw new Error(`${file} is not usable: ${error instanceof Error ? error.message : String(error)}`);
  }
}
