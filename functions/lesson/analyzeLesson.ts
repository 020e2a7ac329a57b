import df, { type OrchestrationContext, type Task } from 'durable-functions';
import { pictureJobId, voicesJobId } from '../../shared/lessons/identity.ts';
import { type Picture, pictureSchema, type Source, sourceSchema } from '../../shared/lessons/lesson.ts';
import { beginBeside, call, failureOf, inTrace } from '../durable/call.ts';
import type { Ending } from '../durable/ending.ts';
import { mostRemakes } from '../durable/policies.ts';
import { showProgress } from '../durable/progress.ts';
import { turnEvent, waitingStage } from '../durable/taskHub.ts';
import { assembleTranscript } from './activities/assembleTranscript.ts';
import { beginLesson } from './activities/beginLesson.ts';
import { cleanUp } from './activities/cleanUp.ts';
import { codeQuestions } from './activities/codeQuestions.ts';
import { extractAudio } from './activities/extractAudio.ts';
import { leaveUntold } from './activities/leaveUntold.ts';
import { passTurn } from './activities/passTurn.ts';
import { probeVideo } from './activities/probeVideo.ts';
import { publishEvent } from './activities/publishEvent.ts';
import { recordFailure } from './activities/recordFailure.ts';
import { saveAnalysis } from './activities/saveAnalysis.ts';
import { savePicture } from './activities/savePicture.ts';
import { takeTurn } from './activities/takeTurn.ts';
import { hear, tellSpeakers } from './hearLesson.ts';
import { transcribeChunks } from './transcribeChunks.ts';

// The way of one lesson: speech to questions, and then who speaks; the picture goes beside it, and the questions wait for
// neither.
df.app.orchestration('analyzeLesson', function* (context: OrchestrationContext): Generator<Task, Ending, unknown> {
  const source = sourceSchema.parse(context.df.getInput());
  const picture: PictureBranch = {};
  const ending = yield* analyze(context, source, picture);
  if (picture.task !== undefined) yield* finishPicture(context, source, picture.task, ending);
  yield* call(context, cleanUp, source);
  if (linesUp(context)) yield* call(context, passTurn, source);
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
    yield* waitForTurn(context, source);
    const probe = yield* call(context, probeVideo, source);
    if (probe.hasPicture) {
      picture.task = context.df.callSubOrchestrator('makePicture', inTrace(context, source), pictureJobId(source));
      yield* beginBeside(context, picture.task);
    }

    const found = yield* findQuestions(context, source);
    // Whoever hears that a lesson is completed reads it once: it is whole then.
    const questionCount = found.untold === null ? found.questionCount : yield* tellRoles(context, source, found);
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

// Analyses of the first version go on with its steps, in which all lessons advanced together.
const linesUp = (context: OrchestrationContext) => context.df.version !== '1.0';

// Analyses of these versions go on with their steps: their questions wait for who speaks.
const rolesFirst = ({ df }: OrchestrationContext) => ['1.0', '1.1', '1.2'].includes(df.version ?? '');

/** Until it is this lesson's turn: whoever came first is finished first. */
function* waitForTurn(context: OrchestrationContext, source: Source): Generator<Task, void, unknown> {
  if (!linesUp(context)) return;
  while (!(yield* call(context, takeTurn, source))) {
    showProgress(context, waitingStage);
    yield context.df.waitForExternalEvent(turnEvent);
  }
  showProgress(context, 'probe');
}

/** The sound of which nobody has told yet whose voices these are. */
interface Untold {
  readonly chunkCount: number;
  readonly parallel: number;
}

interface Found {
  readonly questionCount: number;
  /** Null where who speaks is told already, or is not to be. */
  readonly untold: Untold | null;
}

/** From the sound to the saved questions; from the beginning again where a file between two steps has gone. */
function* findQuestions(context: OrchestrationContext, source: Source): Generator<Task, Found, unknown> {
  for (let remakes = 0; ; remakes += 1) {
    try {
      const remake = remakes > 0 ? true : undefined;
      if (remake) yield* call(context, probeVideo, source);
      const untold = yield* hearSpeech(context, source, remake);
      showProgress(context, 'questions');
      const questionCount = yield* call(context, codeQuestions, source);
      yield* call(context, saveAnalysis, source);
      return { questionCount, untold };
    } catch (error) {
      if (failureOf(error).code !== 'work-missing' || remakes === mostRemakes) throw error;
    }
  }
}

/**
 * Who speaks, when the questions are there; then transcript and questions once more. Where it cannot be told the lesson
 * stands as it is, and says so.
 * @returns how many questions there are
 */
function* tellRoles(
  context: OrchestrationContext,
  source: Source,
  { questionCount, untold }: Found,
): Generator<Task, number, unknown> {
  if (untold === null) return questionCount;
  showProgress(context, 'voices');
  try {
    const failure = yield* tellSpeakers(context, { source, ...untold });
    if (failure !== null) context.log(`speakers.failed ${failure.code}`);
    yield* call(context, assembleTranscript, source);
    const count = yield* call(context, codeQuestions, { ...source, again: true });
    yield* call(context, saveAnalysis, { ...source, again: true });
    return count;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code === 'superseded' || failure.code === 'video-gone') throw error;
    context.log(`speakers.failed ${failure.code}`);
  }
  try {
    yield* call(context, leaveUntold, source);
  } catch (error) {
    // watchWork finds what ended without it.
    context.log(`speakers.pending ${failureOf(error).code}`);
  }
  return questionCount;
}

/**
 * @param remake what was heard already stays.
 * @returns of what nobody has told yet who speaks
 */
function* hearSpeech(
  context: OrchestrationContext,
  source: Source,
  remake?: true,
): Generator<Task, Untold | null, unknown> {
  showProgress(context, 'sound');
  const extracted = yield* call(context, extractAudio, { ...source, remake });
  const { chunkCount, parallel, attempts, voices, speakers } = extracted;

  showProgress(context, 'speech', 0, chunkCount);
  const isLater = speakers === true && voices !== 'not' && !rolesFirst(context);
  // Before an engine that is paid by the minute only voice is heard; whose it is comes after the words.
  const after = speakers === true && voices === 'first' && !isLater;
  const input = { source, chunkCount, parallel, speakers: after || isLater ? undefined : speakers };
  // Made again, it is not begun again under the same name.
  const hearing =
    voices === 'not' || remake
      ? undefined
      : context.df.callSubOrchestrator('hearLesson', inTrace(context, input), voicesJobId(source));
  if (hearing !== undefined) yield* beginBeside(context, hearing);
  else if (voices !== 'not') yield* hear(context, input, remake);
  // An engine that is paid by the minute is asked for no silence.
  if (hearing !== undefined && voices === 'first') yield hearing;
  yield* transcribeChunks(context, source, { chunkCount, parallel, attempts, remake });
  if (hearing !== undefined) yield hearing;
  if (after) {
    const untold = yield* tellSpeakers(context, { source, chunkCount, parallel }, remake);
    if (untold !== null) context.log(`speakers.failed ${untold.code}`);
  }
  yield* call(context, assembleTranscript, isLater ? { ...source, pending: true } : source);
  return isLater ? { chunkCount, parallel } : null;
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
