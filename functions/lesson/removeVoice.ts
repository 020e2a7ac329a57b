import df, { type OrchestrationContext, type Task } from 'durable-functions';
import { removalPictureJobId } from '../../shared/lessons/identity.ts';
import { type Failure, type Picture, pictureSchema } from '../../shared/lessons/lesson.ts';
import type { RemovalEnd } from '../../shared/lessons/removal.ts';
import { removalInputSchema } from '../../shared/stages/removalPlan.ts';
import { call, failureOf, inTrace } from '../durable/call.ts';
import { surely } from '../durable/surely.ts';
import { cleanUp } from './activities/cleanUp.ts';
import { probeVideo } from './activities/probeVideo.ts';
import {
  applyRemoval,
  endRemoval,
  mutePlayed,
  planRemoval,
  replaceOriginal,
  showMuted,
  undoRemoval,
  withdrawPlayback,
} from './activities/removing.ts';

type Place = { readonly siteId: string; readonly lessonId: string };

// The way of a voice out of a lesson: its words first, in seconds; then its sound, in what is played and in the recording.
// Once it is decided what goes, it is done, whatever stands in the way; a sound that cannot be muted is not played.
df.app.orchestration('removeVoice', function* (context: OrchestrationContext): Generator<Task, string, unknown> {
  const { by, ...place } = removalInputSchema.parse(context.df.getInput());
  try {
    yield* call(context, planRemoval, { ...place, by });
  } catch (error) {
    context.log(`removal.undone ${failureOf(error).code}`);
    yield* surely(context, undoRemoval, place);
    return 'undone';
  }
  try {
    yield* surely(context, applyRemoval, place);
    const playback = yield* mute(context, place);
    const original = yield* replace(context, place);
    yield* surely(context, endRemoval, { ...place, ended: { ...playback, ...original } });
    return 'removed';
  } catch (error) {
    // A newer upload is another recording, with voices of its own.
    context.log(`removal.ended ${failureOf(error).code}`);
    yield* surely(context, undoRemoval, place);
    return 'superseded';
  }
});

type Ended<K extends 'playback' | 'original'> = Pick<RemovalEnd, K | 'why'>;

function* mute(context: OrchestrationContext, place: Place): Generator<Task, Ended<'playback'>, unknown> {
  try {
    const muted = yield* call(context, mutePlayed, place);
    if (muted.kind !== 'make') return { playback: muted.kind };
    const { source } = muted;
    yield* call(context, probeVideo, source);
    const task = context.df.callSubOrchestrator(
      'makePicture',
      inTrace(context, source),
      removalPictureJobId(place.lessonId),
    );
    const picture: Picture = pictureSchema.parse(yield task);
    yield* surely(context, cleanUp, source);
    if (picture.kind === 'failed') return yield* withdraw(context, place, picture.failure);
    yield* surely(context, showMuted, { ...place, picture });
    return { playback: picture.kind === 'ready' ? 'muted' : 'none' };
  } catch (error) {
    return yield* withdraw(context, place, failureOf(error));
  }
}

function* withdraw(
  context: OrchestrationContext,
  place: Place,
  failure: Failure,
): Generator<Task, Ended<'playback'>, unknown> {
  yield* surely(context, withdrawPlayback, { ...place, failure });
  return { playback: 'withdrawn', why: failure.code };
}

function* replace(context: OrchestrationContext, place: Place): Generator<Task, Ended<'original'>, unknown> {
  try {
    return { original: yield* call(context, replaceOriginal, place) };
  } catch (error) {
    return { original: 'not-replaced', why: failureOf(error).code };
  }
}
