import type { ModelCost } from '../lessons/coding.ts';
import type { Source } from '../lessons/lesson.ts';
import type { Code, FoundQuestion } from '../lessons/question.ts';
import { codeQuestions } from '../questions/code.ts';
import { type RememberedCodes, remembering } from '../questions/rememberedCodes.ts';
import { codebookOf } from '../settings/codebooks.ts';
import type { Config } from '../settings/schema.ts';
import { log } from '../telemetry/log.ts';
import { openShadow } from '../wiring/codingSessions.ts';

/** What a second model says of a lesson's questions, in their order. */
export interface Shadow {
  readonly codes: readonly Code[];
  readonly cost: ModelCost;
  /** For those who code the same questions once more. */
  readonly given: RememberedCodes;
}

/**
 * Codes a lesson's questions with the second model, if this lesson is one of its share. A shadow that fails is told in
 * the logs and spoils nothing. @param before codes that it gave this lesson already @returns null when there is no shadow for this lesson.
 */
export async function shadowCodes(
  settings: Config,
  { siteId, lessonId }: Pick<Source, 'siteId' | 'lessonId'>,
  questions: readonly FoundQuestion[],
  signal: AbortSignal,
  before: RememberedCodes = new Map(),
): Promise<Shadow | null> {
  if (settings.SHADOW_ENGINE === undefined || !isShadowed(lessonId, settings.SHADOW_SHARE)) return null;
  try {
    const session = await openShadow(settings, settings.SHADOW_ENGINE, codebookOf(settings, siteId));
    const memory = remembering(session.engine, before);
    const coded = await codeQuestions(questions, memory.engine, { signal });
    const codes = coded.map(({ label, subtype, confidence, engine, modelVersion, fallback }) => ({
      ...{ label, subtype, confidence, engine, modelVersion },
      ...(fallback === undefined ? {} : { fallback }),
    }));
    return { codes, cost: session.cost(), given: memory.given };
  } catch (error) {
    if (signal.aborted) throw error;
    log(console, 'warn', 'shadow.failed', { lessonId, error: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

/** Whether a lesson is one of the share; the same lesson always is or never is. Lesson ids are hashes, so they are even. */
export function isShadowed(lessonId: string, share: number): boolean {
  return Number.parseInt(lessonId.slice(0, 8), 16) / 2 ** 32 < share;
}
