import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { DeclaredApp } from './resources.ts';

/**
 * Has the application built, unless it is built already.
 * @returns its folder, as declared. @throws Error with what the build said when it failed.
 */
export async function buildApp({ folder, build }: DeclaredApp): Promise<string> {
  if (build === undefined) return folder;
  try {
    await promisify(execFile)(process.execPath, [build]);
    return folder;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`The application could not be built.\n${said}`.trimEnd(), { cause: error });
  }
}
