import { basisOf } from '../../shared/api/conditional.ts';
import { Problem } from '../../shared/api/problem.ts';
import { readRoster, writeRoster } from '../../shared/results/roster.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('siteRoster', async ({ path }) => answer(await readRoster(path.site)));

endpoint('siteRosterChange', async ({ path, body, request }) => {
  const once = [...new Set(body.names.map((name) => name.normalize('NFC')))];
  const saved = await writeRoster(path.site, once, basisOf(request));
  if (saved === 'conflict') {
    throw new Problem(
      412,
      'changed-meanwhile',
      'Somebody was faster',
      'The roster has changed since you read it. Read it again, then send your names.',
    );
  }
  return answer(saved);
});

const answer = ({ names, etag }: Awaited<ReturnType<typeof readRoster>>) => ({
  headers: { etag, 'cache-control': 'no-store' },
  jsonBody: { names },
});
