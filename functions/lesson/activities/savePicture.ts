import { z } from 'zod';
import { pictureSchema, sourceSchema } from '../../../shared/lessons/lesson.ts';
import { savePicture as save } from '../../../shared/stages/savePicture.ts';
import { defineActivity } from '../../durable/activity.ts';

export const savePicture = defineActivity({
  name: 'savePicture',
  input: z.object({ source: sourceSchema, picture: pictureSchema }),
  output: z.null(),
  run: async ({ source, picture }) => {
    await save(source, picture);
    return null;
  },
});
