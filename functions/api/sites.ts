import { listSites } from '../../shared/results/sites.ts';
import { guarded } from '../bindings/guarded.ts';

guarded('sites', {
  methods: ['GET'],
  route: 'api/v1/sites',
  handler: async () => ({ jsonBody: { sites: await listSites() } }),
});
