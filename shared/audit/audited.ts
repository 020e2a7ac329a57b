import type { GuardedFunction } from '../api/access.ts';

/**
 * What is written down of who did it: `seen` is content that people look at, `changed` what they alter or delete.
 * Lists and states, which a page asks for every few seconds, and questions that belong to no lesson are not.
 */
export const audited = {
  uploads: 'changed',
  lessonDetails: 'changed',
  lessonReanalysis: 'changed',
  lessonDeletion: 'changed',
  questionReview: 'changed',
  questionReviewUndo: 'changed',
  siteRoster: 'changed',
  rebuild: 'changed',
  lessonMedia: 'seen',
  lessonQuestions: 'seen',
  lessonTranscript: 'seen',
  lessonExport: 'seen',
} as const satisfies Partial<Record<GuardedFunction, 'seen' | 'changed'>>;

/** What a line of the audit log is about: a function of the API, or what the app does by itself. */
export type AuditedAction = keyof typeof audited | 'retention';
