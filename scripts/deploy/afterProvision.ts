import { z } from 'zod';
import { readCommandLine } from '../../local/commandLine.ts';
import { asScript, az, fromAzd } from './az.ts';

const usage = `npm run after-provision
Lets an app's instances be replaced in turn, and accepts Front Door's endpoints at private apps and private storage, as
their owner has to: those that our own template made and named (edge.bicep). azd runs it after the resources are made,
and hands it what it needs.`;
const connections = z.array(
  z.object({
    id: z.string(),
    properties: z.object({
      privateLinkServiceConnectionState: z.object({ status: z.string(), description: z.string().nullish() }),
    }),
  }),
);

readCommandLine(usage, {});
await asScript(async () => {
  const group = fromAzd('AZURE_RESOURCE_GROUP');
  const apps = [...new Set([fromAzd('ASKWELL_FUNCTIONS_LIVE'), fromAzd('ASKWELL_FUNCTIONS_DEPLOYED')])];
  for (const app of apps.filter((name) => name.startsWith('func-'))) {
    // Instances are drained and replaced in turn, and what runs ends first; the default stops all of them at once. The
    // resource type has no types for it yet, the command has.
    const strategy = ['--resource-group', group, '--name', app, '--type', 'RollingUpdate'];
    await az(['functionapp', 'update-strategy', 'config', 'set', ...strategy]);
    await accept(group, app, 'Microsoft.Web/sites', 'Askwell: Front Door to the app');
  }
  await accept(
    group,
    fromAzd('ASKWELL_STORAGE'),
    'Microsoft.Storage/storageAccounts',
    'Askwell: Front Door to the recordings',
  );
});

async function accept(group: string, name: string, type: string, expected: string): Promise<void> {
  const place = ['--resource-group', group, '--name', name, '--type', type];
  const found = connections.parse(await az(['network', 'private-endpoint-connection', 'list', ...place]));
  for (const { id, properties } of found) {
    const { status, description } = properties.privateLinkServiceConnectionState;
    if (status !== 'Pending' || description !== expected) continue;
    await az(['network', 'private-endpoint-connection', 'approve', '--id', id, '--description', description]);
    console.log(`Front Door may reach ${name}.`);
  }
}
