import df, { type OrchestrationContext, type Task } from 'durable-functions';
import { type Picture, type Source, sourceSchema } from '../../shared/lessons/lesson.ts';
import { call, callEach, failureOf } from '../durable/call.ts';
import { mostRemakes } from '../durable/policies.ts';
import { encodePiece } from './activities/encodePiece.ts';
import { finishPicture } from './activities/finishPicture.ts';
import { planPicture } from './activities/planPicture.ts';
import { probeVideo } from './activities/probeVideo.ts';

// A video that any browser plays, and a poster. Long videos are encoded in pieces, so that no activity runs long.
df.app.orchestration('makePicture', function* (context: OrchestrationContext): Generator<Task, Picture, unknown> {
  const source = sourceSchema.parse(context.df.getInput());
  let picture = yield* make(context, source);
  for (let remakes = 0; isMissing(picture) && remakes < mostRemakes; remakes += 1)
    picture = yield* make(context, source, true);
  return picture;
});

function* make(context: OrchestrationContext, source: Source, remake?: true): Generator<Task, Picture, unknown> {
  try {
    if (remake) yield* call(context, probeVideo, source);
    const plan = yield* call(context, planPicture, source);
    const pieces = plan.pieces.map((piece) => ({ source, piece, remake }));
    yield* callEach(context, encodePiece, pieces, { parallel: plan.parallel });
    return yield* call(context, finishPicture, { source, plan });
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) };
  }
}

const isMissing = (picture: Picture) => picture.kind === 'failed' && picture.failure.code === 'work-missing';
