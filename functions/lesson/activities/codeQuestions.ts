import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { codeQuestions as code } from '../../../shared/stages/codeQuestions.ts';
import { defineActivity } from '../../durable/activity.ts';

export const codeQuestions = defineActivity({
  name: 'codeQuestions',
  input: sourceSchema.extend({ again: z.boolean().optional() }),
  output: z.int().nonnegative(),
  run: ({ again, ...source }, signal) => code(source, signal, again),
});
