import { z } from 'zod';
import { rebuildReportSchema } from '../../../shared/recovery/report.ts';
import { restoreUploads as restore } from '../../../shared/recovery/restoreUploads.ts';
import { defineActivity } from '../../durable/activity.ts';

export const restoreUploads = defineActivity({
  name: 'restoreUploads',
  input: z.object({ after: z.string().nullable() }),
  output: z.object({ report: rebuildReportSchema, next: z.string().nullable() }),
  run: ({ after }) => restore(after),
});
