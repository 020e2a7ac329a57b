import df from 'durable-functions';
import { z } from 'zod';
import { removalPictureJobId } from '../../../shared/lessons/identity.ts';
import { failureSchema, pictureSchema } from '../../../shared/lessons/lesson.ts';
import { removalsSchema } from '../../../shared/lessons/removal.ts';
import { applyRemoval as apply } from '../../../shared/stages/applyRemoval.ts';
import { endRemoval as end, undoRemoval as undo } from '../../../shared/stages/endRemoval.ts';
import {
  mutePlayed as mute,
  mutedPlaybackSchema,
  originalEndSchema,
  replaceOriginal as replace,
  showMuted as show,
  withdrawPlayback as withdraw,
} from '../../../shared/stages/muteSound.ts';
import { planRemoval as plan, removalInputSchema } from '../../../shared/stages/removalPlan.ts';
import { defineActivity } from '../../durable/activity.ts';
import { taskHub } from '../../durable/taskHub.ts';

const placeSchema = removalInputSchema.omit({ by: true });
const endedSchema = removalsSchema.shape.removals.element.shape.ended.unwrap().omit({ at: true });

export const planRemoval = defineActivity({
  name: 'planRemoval',
  input: removalInputSchema,
  output: z.null(),
  run: async (input) => {
    await plan(input);
    return null;
  },
});

export const applyRemoval = defineActivity({
  name: 'applyRemoval',
  input: placeSchema,
  output: z.null(),
  run: async (place) => {
    await apply(place);
    return null;
  },
});

export const mutePlayed = defineActivity({
  name: 'mutePlayed',
  input: placeSchema,
  output: mutedPlaybackSchema,
  run: (place, signal) => mute(place, signal),
});

export const showMuted = defineActivity({
  name: 'showMuted',
  input: placeSchema.extend({ picture: pictureSchema }),
  output: z.null(),
  run: async ({ picture, ...place }) => {
    await show(place, picture);
    return null;
  },
});

export const withdrawPlayback = defineActivity({
  name: 'withdrawPlayback',
  input: placeSchema.extend({ failure: failureSchema }),
  output: z.null(),
  run: async ({ failure, ...place }) => {
    await withdraw(place, failure);
    return null;
  },
});

export const replaceOriginal = defineActivity({
  name: 'replaceOriginal',
  input: placeSchema,
  output: originalEndSchema,
  run: (place, signal) => replace(place, signal),
});

/** Ends it, and forgets the history of a picture that was made for it, so that the next voice can have one made. */
export const endRemoval = defineActivity({
  name: 'endRemoval',
  input: placeSchema.extend({ ended: endedSchema }),
  output: z.null(),
  extraInputs: [df.input.durableClient()],
  run: async ({ ended, ...place }, _signal, context) => {
    await end(place, ended);
    await taskHub(df.getClient(context)).forget(removalPictureJobId(place.lessonId));
    return null;
  },
});

export const undoRemoval = defineActivity({
  name: 'undoRemoval',
  input: placeSchema,
  output: z.null(),
  run: async (place) => {
    await undo(place);
    return null;
  },
});
