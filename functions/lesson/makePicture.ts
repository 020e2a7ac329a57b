import df, { type OrchestrationContext, type Task } from 'durable-functions';
import { type Picture, sourceSchema } from '../../shared/lessons/lesson.ts';
import { call, callEach, failureOf } from '../durable/call.ts';
import { encodePiece } from './activities/encodePiece.ts';
import { finishPicture } from './activities/finishPicture.ts';
import { planPicture } from './activities/planPicture.ts';

// A video that any browser plays, and a poster. Long videos are encoded in pieces, so that no activity runs long.
df.app.orchestration('makePicture', function* (context: OrchestrationContext): Generator<Task, Picture, unknown> {
  const source = sourceSchema.parse(context.df.getInput());
  try {
    const plan = yield* call(context, planPicture, source);
    const pieces = plan.pieces.map((piece) => ({ source, piece }));
    yield* callEach(context, encodePiece, pieces, { parallel: plan.parallel });
    return yield* call(context, finishPicture, { source, plan });
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) };
  }
});
