import df, { type OrchestrationContext, type Task } from 'durable-functions';
import { pictureJobId, voicesJobId } from '../../shared/lessons/identity.ts';
import { type Picture, pictureSchema, type Source, sourceSchema } from '../../shared/lessons/lesson.ts';
import { beginBeside, call, callEach, failureOf, inTrace } from '../durable/call.ts';
import type { Ending } from '../durable/ending.ts';
import { showProgress } from '../durable/progress.ts';
import { assembleTranscript } from './activities/assembleTranscript.ts';
import { beginLesson } from './activities/beginLesson.ts';
import { cleanUp } from './activities/cleanUp.ts';
import { codeQuestions } from './activities/codeQuestions.ts';
import { extractAudio } from './activities/extractAudio.ts';
import { probeVideo } from './activities/probeVideo.ts';
import { publishEvent } from './activities/publishEvent.ts';
import { recordFailure } from './activities/recordFailure.ts';
import { saveAnalysis } from './activities/saveAnalysis.ts';
import { savePicture } from './activities/savePicture.ts';
import { transcribeChunk } from './activities/transcribeChunk.ts';

// The way of one lesson: speech to questions; the picture goes beside it, and the questions never wait for it.
df.app.orchestration('analyzeLesson', function* (context: OrchestrationContext): Generator<Task, Ending, unknown> {
  const source = sourceSchema.parse(context.df.getInput());
  const picture: PictureBranch = {};
  const ending = yield* analyze(context, source, picture);
  if (picture.task !== undefined) yield* finishPicture(context, source, picture.task, ending);
  yield* call(context, cleanUp, source);
  showProgress(context, 'done');
  return ending;
});

interface PictureBranch {
  task?: Task;
}

function* analyze(
  context: OrchestrationContext,
  source: Source,
  picture: PictureBranch,
): Generator<Task, Ending, unknown> {
  try {
    showProgress(context, 'probe');
    yield* call(context, beginLesson, source);
    const probe = yield* call(context, probeVideo, source);
    if (probe.hasPicture) {
      picture.task = context.df.callSubOrchestrator('makePicture', inTrace(context, source), pictureJobId(source));
      yield* beginBeside(context, picture.task);
    }

    showProgress(context, 'sound');
    const { chunkCount, parallel, attempts, voices } = yield* call(context, extractAudio, source);

    showProgress(context, 'speech', 0, chunkCount);
    const hearing = context.df.callSubOrchestrator(
      'hearLesson',
      inTrace(context, { source, chunkCount, parallel }),
      voicesJobId(source),
    );
    if (voices !== 'not') yield* beginBeside(context, hearing);
    // An engine that is paid by the minute is asked for no silence.
    if (voices === 'first') yield hearing;
    const chunks = Array.from({ length: chunkCount }, (_, index) => ({ source, index }));
    yield* callEach(context, transcribeChunk, chunks, {
      parallel,
      attempts,
      onDone: (done) => showProgress(context, 'speech', done, chunkCount),
    });
    if (voices !== 'not') yield hearing;
    yield* call(context, assembleTranscript, source);

    showProgress(context, 'questions');
    const questionCount = yield* call(context, codeQuestions, source);
    yield* call(context, saveAnalysis, source);
    yield* call(context, publishEvent, { type: 'lesson.completed', source });
    return { kind: 'completed', questionCount };
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code === 'superseded' || failure.code === 'video-gone') {
      yield* call(context, publishEvent, { type: 'lesson.superseded', source });
      return { kind: 'superseded' };
    }
    yield* call(context, recordFailure, { source, failure });
    yield* call(context, publishEvent, { type: 'lesson.failed', source, failure });
    return { kind: 'failed', failure };
  }
}

function* finishPicture(
  context: OrchestrationContext,
  source: Source,
  task: Task,
  ending: Ending,
): Generator<Task, void, unknown> {
  showProgress(context, 'picture');
  let result: Picture;
  try {
    result = pictureSchema.parse(yield task);
  } catch (error) {
    // A lesson is its questions: a picture that cannot be made is told, and spoils nothing.
    result = { kind: 'failed', failure: failureOf(error) };
  }
  if (ending.kind !== 'superseded') yield* call(context, savePicture, { source, picture: result });
}
