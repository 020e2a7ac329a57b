import type { Code, CodedLanguage } from '../lessons/question.ts';

/** What an engine reads of one question; a `FoundQuestion` is one. The talk around it may be left out. */
export interface QuestionText {
  readonly text: string;
  readonly before?: string;
  readonly after?: string;
  /** told by `tellLanguages`; absent: English */
  readonly language?: CodedLanguage | undefined;
}

export interface CodingOptions {
  /** Ask for the strongest pieces of evidence with each code; engines that have none leave them out. */
  readonly evidence?: boolean;
  /** Stops an engine that waits for others; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Codes questions as open-ended or closed-ended. The answer has exactly one code for each question, in their order;
 * each code names the engine and the model version that gave it, which may differ from item to item.
 */
export interface CodingEngine {
  readonly name: string;
  readonly modelVersion: string;
  code(questions: readonly QuestionText[], options?: CodingOptions): Promise<Code[]>;
}
