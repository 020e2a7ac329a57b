import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Core } from './coreModule.ts';
import { asError, HostError } from './errors.ts';
import { runHooks } from './hooks.ts';

const packageJson = z.object({ name: z.string().optional(), main: z.string().min(1) });

export interface LoadedApp {
  /** The package's name, or its directory's. */
  readonly name: string;
  /** Where the library listens for streamed HTTP bodies, when the app turned that on. */
  readonly httpUri: string | undefined;
}

/** What the worker tells the library that it can do; the library adds where it listens for streamed HTTP. */
const workerCapabilities = {
  RawHttpBodyBytes: 'true',
  RpcHttpTriggerMetadataRemoved: 'true',
  RpcHttpBodyOnly: 'true',
  UseNullableValueDictionaryForHttp: 'true',
  TypedDataCollection: 'true',
};

/**
 * Loads every file that the app's package.json `main` names (one file, or a glob), in the order of their names, and
 * runs its appStart hooks. Throws a HostError when there is nothing to load or a file fails while it is loaded.
 */
export async function loadApp(appDir: string, core: Core): Promise<LoadedApp> {
  const manifest = await readManifest(appDir);
  const files: string[] = [];
  for await (const file of glob(manifest.main, { cwd: appDir })) files.push(file);
  if (files.length === 0) {
    throw new HostError(
      `package.json "main" is "${manifest.main}", but no file in ${appDir} matches: is the app built?`,
    );
  }
  for (const file of files.sort()) {
    const absolute = path.join(appDir, file);
    core.currentFile = file;
    try {
      // `import` loads CommonJS and ES modules alike, each by its extension and package.json "type".
      await import(pathToFileURL(absolute).href);
    } catch (thrown) {
      if (thrown instanceof HostError) throw thrown;
      const error = asError(thrown);
      throw new HostError(`The app's file ${file} failed while it was loaded: ${appStack(error)}`);
    } finally {
      core.currentFile = undefined;
    }
  }
  if (core.functions.size === 0 || !core.programmingModel) {
    throw new HostError(`No function was registered by ${files.join(', ')}: does it use @azure/functions 4?`);
  }
  const capabilities = await core.programmingModel.getCapabilities?.({ ...workerCapabilities });
  await runHooks(core.hooks.appStart, {
    hookData: core.appLevelHookData,
    appHookData: core.appHookData,
    functionAppDirectory: appDir,
  });
  core.lock();
  return { name: manifest.name ?? path.basename(appDir), httpUri: capabilities?.HttpUri };
}

/** The error with the app's own frames; the host's are no help to whoever wrote the app. */
function appStack(error: Error): string {
  const lines = (error.stack ?? error.message).split('\n');
  return lines.filter((line) => !line.includes(import.meta.dirname)).join('\n');
}

async function readManifest(appDir: string): Promise<z.infer<typeof packageJson>> {
  const file = path.join(appDir, 'package.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    throw new HostError(`No Functions app in ${appDir}: ${asError(thrown).message}`);
  }
  try {
    return packageJson.parse(JSON.parse(text));
  } catch (thrown) {
    const reason = thrown instanceof z.ZodError ? z.prettifyError(thrown) : asError(thrown).message;
    throw new HostError(`${file} cannot be used: ${reason}`);
  }
}
