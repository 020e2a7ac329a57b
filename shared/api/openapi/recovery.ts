import { z } from 'zod';
import { rebuildReportSchema } from '../../recovery/report.ts';
import { progressSchema } from '../contract.ts';
import { down, json, ok, problem, unknown } from './parts.ts';

const rebuildSchema = z.object({
  status: z.string(),
  progress: progressSchema.optional(),
  report: rebuildReportSchema.optional(),
});

/** What is asked of recovery; for admins. */
export const recoveryPaths = {
  '/rebuild': {
    post: {
      summary: "Write the database's documents back from blob storage",
      responses: {
        202: { description: 'It has begun.', content: json(rebuildSchema, 'output') },
        409: problem('A rebuild is under way.'),
        ...down,
      },
    },
    get: {
      summary: 'How far the rebuild is, or what the last one did',
      responses: { ...ok('The rebuild.', rebuildSchema), ...unknown, ...down },
    },
  },
};
