import { listSites } from '../../shared/results/sites.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('sites', async () => ({ jsonBody: { sites: await listSites() } }));
