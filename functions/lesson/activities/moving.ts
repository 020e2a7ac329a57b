import df from 'durable-functions';
import { z } from 'zod';
import { sendLessonEvent } from '../../../shared/messaging/sender.ts';
import {
  commitMove as commit,
  copyVideo as copy,
  copyResults as copyAll,
  endMove as end,
  movedSchema,
  undoMove as undo,
} from '../../../shared/stages/moveLesson.ts';
import { defineActivity } from '../../durable/activity.ts';
import { taskHub } from '../../durable/taskHub.ts';

/** A move by the id that the lesson gets: what else there is of it lies there (storage/moves.ts). */
export const moveInputSchema = z.object({ to: z.string() });

/** Has the video copied. @returns whether it is there already. */
export const copyVideo = defineActivity({
  name: 'copyVideo',
  input: moveInputSchema,
  output: z.boolean(),
  run: ({ to }) => copy(to),
});

export const copyResults = defineActivity({
  name: 'copyResults',
  input: moveInputSchema,
  output: z.null(),
  run: async ({ to }) => {
    await copyAll(to);
    return null;
  },
});

export const commitMove = defineActivity({
  name: 'commitMove',
  input: moveInputSchema,
  output: z.null(),
  run: async ({ to }) => {
    await commit(to);
    return null;
  },
});

export const endMove = defineActivity({
  name: 'endMove',
  input: moveInputSchema,
  output: movedSchema,
  extraInputs: [df.input.durableClient()],
  run: ({ to }, _signal, context) => end(to, taskHub(df.getClient(context))),
});

export const undoMove = defineActivity({
  name: 'undoMove',
  input: moveInputSchema,
  output: z.null(),
  run: async ({ to }) => {
    await undo(to);
    return null;
  },
});

/** Tells whoever listens that a lesson has another place and another id. */
export const tellMoved = defineActivity({
  name: 'tellMoved',
  input: movedSchema,
  output: z.null(),
  run: async ({ from, to, revision }) => {
    const at = new Date().toISOString();
    const { siteId, lessonId } = to;
    await sendLessonEvent({ schemaVersion: 1, type: 'lesson.moved', siteId, lessonId, revision, at, movedFrom: from });
    return null;
  },
});
