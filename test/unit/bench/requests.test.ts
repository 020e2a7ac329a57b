import { expect, test } from 'vitest';
import { countRequests } from '../../../bench/requests/countRequests.ts';

const addresses = { cosmos: '127.0.0.1:1', blob: '127.0.0.1:2' };
const told = (request: object) =>
  `host ${JSON.stringify({ sent: 'GET', to: '127.0.0.1:1', path: '/', isQuery: false, sizeBytes: 0, ...request })}`;

test('requests are counted by what they ask for, and those of the task hub and of other services are not', () => {
  const documents = '/dbs/askwell/colls/lessons/docs';
  const counted = countRequests(
    [
      told({ path: `${documents}/a` }),
      told({ sent: 'POST', path: documents, isQuery: true, sizeBytes: 5000 }),
      told({ sent: 'PUT', path: `${documents}/a`, sizeBytes: 1200 }),
      told({ sent: 'PUT', path: `${documents}/b`, sizeBytes: 300 }),
      told({ path: '/dbs/askwell/colls/lessons' }),
      told({ to: '127.0.0.1:2', path: '/account/videos/site/a.mp4' }),
      told({ to: '127.0.0.1:2', sent: 'PUT', path: '/account/work/a/1/chunk.flac' }),
      told({ to: '127.0.0.1:2', path: '/account/work?restype=container&comp=list' }),
      told({ to: '127.0.0.1:2', sent: 'PUT', path: '/account/askwell-local-leases/a' }),
      told({ to: '127.0.0.1:9', sent: 'POST', path: '/v1/audio/transcriptions' }),
      'host {"event":"activity.completed"}',
    ],
    addresses,
  );
  expect(counted).toEqual({
    databaseReads: 1,
    databaseQueries: 1,
    databaseWrites: 2,
    // 1,200 bytes begin a second kilobyte; 300 begin one.
    databaseWrittenKilobytes: 3,
    blobReads: 1,
    blobWrites: 1,
    blobLists: 1,
  });
});
