import { listSites } from '../../shared/results/sites.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('sites', async ({ rights }) => ({ jsonBody: { sites: await listSites(rights.reach) } }));
