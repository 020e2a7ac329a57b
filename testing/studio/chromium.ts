import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser of CHROMIUM_PATH, else of the PATH; null where there is none. @throws Error when CHROMIUM_PATH is wrong. */
export async function findChromium(): Promise<string | null> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    await access(named, constants.X_OK);
    return named;
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const file of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    const found = await access(file, constants.X_OK).then(
      () => true,
      // Not there, or no program: the next place may have it.
      () => false,
    );
    if (found) return file;
  }
  return null;
}
