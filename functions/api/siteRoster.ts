import { basisOf } from '../../shared/api/conditional.ts';
import { rosterSchema, siteIdSchema } from '../../shared/api/contract.ts';
import { Problem } from '../../shared/api/problem.ts';
import { checked, jsonBody } from '../../shared/api/route.ts';
import { readRoster, writeRoster } from '../../shared/results/roster.ts';
import { guarded } from '../bindings/guarded.ts';

// 500 names of 100 characters, each at most four bytes or an escape of six, with quotes and commas.
const maxBytes = 350_000;

guarded('siteRoster', {
  methods: ['GET', 'PUT'],
  route: 'api/v1/sites/{site}/roster',
  handler: async (request) => {
    const site = checked(siteIdSchema, request.params.site);
    if (request.method === 'GET') {
      const { names, etag } = await readRoster(site);
      return { headers: { etag, 'cache-control': 'no-store' }, jsonBody: { names } };
    }
    const { names } = await jsonBody(request, rosterSchema, maxBytes);
    const once = [...new Set(names.map((name) => name.normalize('NFC')))];
    const saved = await writeRoster(site, once, basisOf(request));
    if (saved === 'conflict') {
      throw new Problem(
        412,
        'changed-meanwhile',
        'Somebody was faster',
        'The roster has changed since you read it. Read it again, then send your names.',
      );
    }
    return { headers: { etag: saved.etag, 'cache-control': 'no-store' }, jsonBody: { names: saved.names } };
  },
});
