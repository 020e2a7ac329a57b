import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';

/** All that the functions are built from. What is installed is known by the list that npm keeps of it. */
export const serverInputs = [
  '{functions,shared,scripts/build}/**/*.*',
  'docs/codebook.md',
  '{host,package,package-lock,tsconfig}.json',
  'node_modules/.package-lock.json',
];
/** All that a build reads. */
export const inputs = [...serverInputs, 'web/**/*.*'];

/** A name for what would be built now of these: the same for the same files and settings, another for others. */
export async function inputsDigest(
  settings: Readonly<Record<string, string | boolean | undefined>>,
  patterns: readonly string[],
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  const found = (await Array.fromAsync(glob(patterns))).sort();
  const contents = await Promise.all(found.map((file) => readFile(file)));
  for (const [index, content] of contents.entries())
    hash.update(`\n${JSON.stringify(found[index])} ${content.length}\n`).update(content);
  return hash.digest('hex').slice(0, 16);
}
