import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { pieceSchema } from '../../../shared/media/transcode.ts';
import { encodePiece as encode } from '../../../shared/stages/encodePiece.ts';
import { defineActivity } from '../../durable/activity.ts';

export const encodePiece = defineActivity({
  name: 'encodePiece',
  input: z.object({ source: sourceSchema, piece: pieceSchema, remake: z.boolean().optional() }),
  output: z.null(),
  run: async ({ source, piece, remake }, signal) => {
    await encode(source, piece, signal, remake);
    return null;
  },
});
