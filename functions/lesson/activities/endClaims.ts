import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { endClaims as end } from '../../../shared/stages/claimChunk.ts';
import { defineActivity } from '../../durable/activity.ts';

export const endClaims = defineActivity({
  name: 'endClaims',
  input: sourceSchema,
  output: z.null(),
  run: async (source) => {
    await end(source);
    return null;
  },
});
