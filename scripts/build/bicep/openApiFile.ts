import { writeFile } from 'node:fs/promises';
import { openApi } from '../../../shared/api/openapi.ts';

/** Writes the API's description where API Management is given it from: infra/openapi.json. */
export async function writeOpenApi(): Promise<void> {
  await writeFile('infra/openapi.json', JSON.stringify(openApi()));
}
