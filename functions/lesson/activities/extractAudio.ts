import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { extractAudio as extract, extractedSchema } from '../../../shared/stages/extractAudio.ts';
import { defineActivity } from '../../durable/activity.ts';

export const extractAudio = defineActivity({
  name: 'extractAudio',
  input: sourceSchema.extend({ remake: z.boolean().optional() }),
  output: extractedSchema,
  run: ({ remake, ...source }, signal) => extract(source, signal, remake),
});
