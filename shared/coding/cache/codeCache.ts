import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { codeSchema } from '../../lessons/question.ts';

/** What is kept of a large model's answer; nothing of the lesson, and not the question's words. */
export const cachedCodeSchema = codeSchema.pick({
  label: true,
  subtype: true,
  confidence: true,
  engine: true,
  modelVersion: true,
});
export type CachedCode = z.infer<typeof cachedCodeSchema>;

/** Answers of the large model by key. Both may reject: a cache is never worth a lesson, so callers go on without. */
export interface CodeCache {
  get(keys: readonly string[]): Promise<ReadonlyMap<string, CachedCode>>;
  set(entries: ReadonlyMap<string, CachedCode>): Promise<void>;
}

/** A question as people would call it the same: case, punctuation and spacing aside; apostrophes count. */
export function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();
}

/** The key of an answer: a hash of what it depends on. `model` is the one that the settings name. */
export function cacheKey(question: string, model: string, codebookVersion: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['openai', model, codebookVersion, normalised(question)]))
    .digest('hex');
}
