import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { readCommandLine } from '../../local/commandLine.ts';
import { writeOpenApi } from '../build/bicep/openApiFile.ts';
import { asScript, az, fromAzd } from './az.ts';

const usage = `npm run after-deploy
What can be made only once the code is there: the subscription that tells it of uploads, and the API that others import.
azd runs it after each deployment, and hands it what it needs; it writes infra/openapi.json first.`;
const keys = z.object({ systemKeys: z.record(z.string(), z.string()).nullish() });
const tenSeconds = 10_000;

/** The host makes the webhook's key when it first loads the blob trigger; a cold start takes a while. */
async function waitForKey(app: string, group: string): Promise<void> {
  for (let tries = 60; ; tries--) {
    const { systemKeys } = keys.parse(
      await az(['functionapp', 'keys', 'list', '--name', app, '--resource-group', group]),
    );
    if (systemKeys?.blobs_extension !== undefined) return;
    if (tries === 0)
      throw new Error(`${app} has no key "blobs_extension" after ten minutes: does it start? See its logs.`);
    await setTimeout(tenSeconds);
  }
}

async function deployTemplate(
  group: string,
  file: string,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  const given = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  await az([
    'deployment',
    'group',
    'create',
    '--resource-group',
    group,
    '--template-file',
    file,
    '--parameters',
    ...given,
  ]);
}

readCommandLine(usage, {});
await asScript(async () => {
  await writeOpenApi();
  const group = fromAzd('AZURE_RESOURCE_GROUP');
  const app = fromAzd('ASKWELL_FUNCTIONS_LIVE');
  await waitForKey(app, group);
  await deployTemplate(group, 'infra/events.bicep', {
    systemTopicName: fromAzd('ASKWELL_SYSTEM_TOPIC'),
    functionsName: app,
    hostStorageName: fromAzd('ASKWELL_HOST_STORAGE'),
  });
  console.log(`Uploads are told to ${app}.`);
  const serviceName = process.env.ASKWELL_API_MANAGEMENT ?? '';
  if (serviceName === '') return;
  await deployTemplate(group, 'infra/api.bicep', { serviceName, backendUrl: fromAzd('ASKWELL_URL') });
  console.log(`${serviceName} offers the API.`);
});
