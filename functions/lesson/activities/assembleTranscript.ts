import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { assembleTranscript as assemble } from '../../../shared/stages/assembleTranscript.ts';
import { defineActivity } from '../../durable/activity.ts';

export const assembleTranscript = defineActivity({
  name: 'assembleTranscript',
  input: sourceSchema.extend({ pending: z.boolean().optional() }),
  output: z.null(),
  run: async ({ pending, ...source }) => {
    await assemble(source, pending);
    return null;
  },
});
