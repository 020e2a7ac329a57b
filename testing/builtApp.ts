import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buildApp } from '../local/buildApp.ts';
import { readResources } from '../local/resources.ts';

/** The folder of the app, built from the present sources. */
export async function builtAppFolder(): Promise<string> {
  return realpath(await buildApp((await readResources(resolve('infra/local.json'))).app));
}
