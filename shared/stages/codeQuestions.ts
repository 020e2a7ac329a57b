import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import { codingReportSchema, modelCostSchema } from '../lessons/coding.ts';
import type { Source } from '../lessons/lesson.ts';
import { type Code, codeSchema, type ShadowedQuestion, shadowedQuestionSchema } from '../lessons/question.ts';
import { lessonSpeakersSchema } from '../lessons/speakers.ts';
import { transcriptSchema } from '../lessons/transcript.ts';
import { codeQuestions as code } from '../questions/code.ts';
import { findQuestions } from '../questions/find.ts';
import { withFormerIds } from '../questions/keepIds.ts';
import { remembering } from '../questions/rememberedCodes.ts';
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
import { addCosts, withRemembered } from './sumOfCoding.ts';

/** For those who code the same questions once more; an analysis that began before they were kept has none. */
const rememberedSchema = z.array(z.tuple([z.string(), codeSchema])).default([]);

/** What codeQuestions leaves for saveAnalysis. */
export const codedSchema = z.object({
  engine: z.string(),
  modelVersion: z.string(),
  questions: z.array(shadowedQuestionSchema),
  speakers: lessonSpeakersSchema,
  report: codingReportSchema,
  cost: modelCostSchema,
  shadowCost: modelCostSchema.optional(),
  codes: rememberedSchema,
  shadowCodes: rememberedSchema,
});
type Coded = z.infer<typeof codedSchema>;

// A lesson can wait for a provider that asks for a minute's rest; its activity ends after five.
const patienceSeconds = 90;

/**
 * Finds the lesson's questions, codes each and measures the wait after it. Returns how many there are.
 * @param again voices were told apart since: what is the same question keeps its id and its code, and nothing is paid twice.
 */
export async function codeQuestions(source: Source, signal: AbortSignal, again = false): Promise<number> {
  const former = again ? await readJson('work', blobPaths.codedQuestions(source), codedSchema) : null;
  const transcript = await readJson('transcripts', blobPaths.transcript(source, 'json'), transcriptSchema);
  const session = await openSession(config().CODING_ENGINE, codebookOf(config(), source.siteId), patienceSeconds);
  const { name: engine, modelVersion } = session.engine;
  const found = findQuestions(transcript);
  const memory = remembering(session.engine, new Map(former?.codes));
  const anew = await code(found, memory.engine, { signal });
  const coded = former === null ? anew : withFormerIds(anew, former.questions);
  const shadow = await shadowCodes(config(), source, found, signal, new Map(former?.shadowCodes));
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
  const codes = { codes: [...memory.given], shadowCodes: [...(shadow?.given ?? [])] };
  const kept: Coded = { engine, modelVersion, questions, speakers, ...made, ...codes };
  if (former !== null) {
    await writeJson('work', blobPaths.recodedQuestions(source), { ...kept, ...sumOf(former, kept, memory.remembered) });
    return questions.length;
  }
  await writeJson('work', blobPaths.codedQuestions(source), kept);
  for (const { engine: by, label, confidence, fallback } of questions) {
    record(metrics.codes, 1, { from: fallback === true ? 'fallback' : by, label });
    record(metrics.confidence, confidence, { label });
  }
  return questions.length;
}

/** What coding twice used, and how the codes that are left came about. */
function sumOf(former: Coded, now: Coded, remembered: readonly Code[]): Pick<Coded, 'report' | 'cost' | 'shadowCost'> {
  const shadowCost =
    former.shadowCost && now.shadowCost
      ? addCosts(former.shadowCost, now.shadowCost)
      : (now.shadowCost ?? former.shadowCost);
  return {
    report: withRemembered(former.report, now.report, remembered),
    cost: addCosts(former.cost, now.cost),
    shadowCost,
  };
}
