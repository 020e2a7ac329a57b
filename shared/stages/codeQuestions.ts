import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import { codingReportSchema, modelCostSchema } from '../lessons/coding.ts';
import type { Source } from '../lessons/lesson.ts';
import { type ShadowedQuestion, shadowedQuestionSchema } from '../lessons/question.ts';
import { lessonSpeakersSchema } from '../lessons/speakers.ts';
import { transcriptSchema } from '../lessons/transcript.ts';
import { codeQuestions as code } from '../questions/code.ts';
import { findQuestions } from '../questions/find.ts';
import { waitTimes } from '../questions/waitTime.ts';
import { codebookOf } from '../settings/codebooks.ts';
import { config } from '../settings/config.ts';
import { clearTurns } from '../speakers/clearTurns.ts';
import { whoAsked } from '../speakers/whoAsked.ts';
import { readJson, writeJson } from '../storage/json.ts';
import { metrics } from '../telemetry/names.ts';
import { record } from '../telemetry/record.ts';
import { openSession } from '../wiring/codingSessions.ts';
import { shadowCodes } from './shadowCodes.ts';

/** What codeQuestions leaves for saveAnalysis. */
export const codedSchema = z.object({
  engine: z.string(),
  modelVersion: z.string(),
  questions: z.array(shadowedQuestionSchema),
  speakers: lessonSpeakersSchema,
  report: codingReportSchema,
  cost: modelCostSchema,
  shadowCost: modelCostSchema.optional(),
});

// A lesson can wait for a provider that asks for a minute's rest; its activity ends after five.
const patienceSeconds = 90;

/** Finds the lesson's questions, codes each and measures the wait after it. Returns how many there are. */
export async function codeQuestions(source: Source, signal: AbortSignal): Promise<number> {
  const transcript = await readJson('transcripts', blobPaths.transcript(source, 'json'), transcriptSchema);
  const session = await openSession(config().CODING_ENGINE, codebookOf(config(), source.siteId), patienceSeconds);
  const { name: engine, modelVersion } = session.engine;
  const found = findQuestions(transcript);
  const coded = await code(found, session.engine, { signal });
  const shadow = await shadowCodes(config(), source, found, signal);
  const waits = waitTimes(coded, transcript);
  const { state, turns } = transcript.speakers ?? { state: 'off', turns: [] };
  const wait = (index: number) => waits[index] ?? { waitTimeSeconds: null, next: 'end' as const };
  const who = whoAsked(
    coded.map(({ start, end }, index) => ({ start, end, ...wait(index) })),
    transcript,
  );
  const voices = who.voices.map((voice) => ({
    ...voice,
    spans: clearTurns(voice.speaker, turns, transcript.segments),
  }));
  const questions: ShadowedQuestion[] = coded.map(
    ({ before: _before, after: _after, wordProbability: _probability, ...question }, index) => ({
      ...question,
      ...wait(index),
      ...who.asked[index],
      shadow: shadow?.codes[index],
    }),
  );
  const made = { report: session.report(), cost: session.cost(), shadowCost: shadow?.cost };
  const speakers = { state, voices };
  const kept: z.infer<typeof codedSchema> = { engine, modelVersion, questions, speakers, ...made };
  await writeJson('work', blobPaths.codedQuestions(source), kept);
  for (const { engine: by, label, confidence, fallback } of questions) {
    record(metrics.codes, 1, { from: fallback === true ? 'fallback' : by, label });
    record(metrics.confidence, confidence, { label });
  }
  return questions.length;
}
