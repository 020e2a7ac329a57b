import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { type CodedQuestion, codedQuestionSchema } from '../lessons/question.ts';
import { transcriptSchema } from '../lessons/transcript.ts';
import { codeQuestions as code } from '../questions/code.ts';
import { findQuestions } from '../questions/find.ts';
import { localEngine } from '../questions/localEngine.ts';
import { waitTimes } from '../questions/waitTime.ts';
import { readJson, writeJson } from '../storage/json.ts';

/** What codeQuestions leaves for saveAnalysis. */
export const codedSchema = z.object({
  engine: z.string(),
  modelVersion: z.string(),
  questions: z.array(codedQuestionSchema),
});

/** Finds the lesson's questions, codes each and measures the wait after it. Returns how many there are. */
export async function codeQuestions(source: Source): Promise<number> {
  const transcript = await readJson('transcripts', blobPaths.transcript(source, 'json'), transcriptSchema);
  const engine = localEngine();
  const coded = await code(findQuestions(transcript), engine);
  const waits = waitTimes(coded, transcript);
  const questions: CodedQuestion[] = coded.map(({ before: _before, after: _after, ...question }, index) => ({
    ...question,
    ...(waits[index] ?? { waitTimeSeconds: null, next: 'end' }),
  }));
  const kept: z.infer<typeof codedSchema> = { engine: engine.name, modelVersion: engine.modelVersion, questions };
  await writeJson('work', blobPaths.codedQuestions(source), kept);
  return questions.length;
}
