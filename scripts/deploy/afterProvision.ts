import { z } from 'zod';
import { asScript, az, fromAzd } from './az.ts';

// Front Door reaches private apps by an endpoint that the app's owner has to accept; made by our own template, it is ours.
const connections = z.array(
  z.object({
    id: z.string(),
    properties: z.object({
      privateLinkServiceConnectionState: z.object({ status: z.string(), description: z.string().nullish() }),
    }),
  }),
);

await asScript(async () => {
  const group = fromAzd('AZURE_RESOURCE_GROUP');
  const apps = new Set([fromAzd('ASKWELL_FUNCTIONS_LIVE'), fromAzd('ASKWELL_FUNCTIONS_DEPLOYED')]);
  for (const app of apps) {
    if (!app.startsWith('func-')) continue;
    const found = connections.parse(
      await az([
        'network',
        'private-endpoint-connection',
        'list',
        '--resource-group',
        group,
        '--name',
        app,
        '--type',
        'Microsoft.Web/sites',
      ]),
    );
    for (const { id, properties } of found) {
      const { status, description } = properties.privateLinkServiceConnectionState;
      if (status !== 'Pending' || description !== 'Askwell: Front Door to the app') continue;
      await az(['network', 'private-endpoint-connection', 'approve', '--id', id, '--description', description]);
      console.log(`Front Door may reach ${app}.`);
    }
  }
});
