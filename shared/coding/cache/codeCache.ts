import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { type CodedLanguage, codeSchema } from '../../lessons/question.ts';

/** What is kept of a large model's answer; nothing of the lesson, and not the question's words. */
export const cachedCodeSchema = codeSchema.pick({
  label: true,
  subtype: true,
  siteSubtype: true,
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

/** What an answer depends on. */
export interface Asked {
  readonly text: string;
  /** absent: English */
  readonly language?: CodedLanguage | undefined;
}

/** The key of an answer: a hash of what it depends on. `model` is the one that the settings name. */
export function cacheKey({ text, language = 'en' }: Asked, model: string, codebookVersion: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['openai', model, codebookVersion, language, normalised(text)]))
    .digest('hex');
}
