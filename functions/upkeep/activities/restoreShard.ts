import { z } from 'zod';
import { rebuildReportSchema } from '../../../shared/recovery/report.ts';
import { restoreShard as restore } from '../../../shared/recovery/restoreShard.ts';
import { defineActivity } from '../../durable/activity.ts';

// Four minutes, and then the next activity goes on: Functions stop one at ten.
const within = 240_000;

export const restoreShard = defineActivity({
  name: 'restoreShard',
  input: z.object({ shard: z.string().regex(/^[0-9a-f]{2}$/), after: z.string().nullable() }),
  output: z.object({ report: rebuildReportSchema, next: z.string().nullable() }),
  run: ({ shard, after }) => restore(shard, { after, within }),
});
