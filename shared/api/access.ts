import type { Caller } from './caller.ts';
import type { Role } from './contract.ts';
import { Problem } from './problem.ts';

/**
 * Who may call what, by the function's name: one of the roles, or `anybody` who has signed in. Admins may call all.
 * What has no line here is open to the world and says nothing of anybody: health, the API's description, the studio's
 * own files.
 */
export const access = {
  me: 'anybody',
  predictions: 'anybody',
  uploads: ['uploader'],
  // An uploader sees that a lesson is there and how far it is, and neither its figures nor its picture (lessonView.ts).
  lessons: ['uploader', 'coach'],
  lesson: ['uploader', 'coach'],
  sites: ['uploader', 'coach'],
  lessonDetails: ['coach'],
  lessonMedia: ['coach'],
  lessonWaveform: ['coach'],
  lessonQuestions: ['coach'],
  lessonTranscript: ['coach'],
  lessonExport: ['coach'],
  lessonReanalysis: ['coach'],
  questionReview: ['coach'],
  questionReviewUndo: ['coach'],
  lessonDeletion: [],
  siteRoster: [],
  healthParts: [],
  rebuild: [],
  rebuildStatus: [],
} as const satisfies Record<string, readonly Role[] | 'anybody'>;

export type GuardedFunction = keyof typeof access;

/** @throws Problem 403 when none of the caller's roles may call this function. */
export function assertMayCall(caller: Caller, name: GuardedFunction): void {
  const roles: readonly Role[] | 'anybody' = access[name];
  if (roles === 'anybody' || caller.roles.includes('admin')) return;
  if (roles.some((role) => caller.roles.includes(role))) return;
  const needed = ['admin', ...roles].join(' or ');
  throw new Problem(
    403,
    'not-permitted',
    'Not permitted',
    `This needs the role ${needed}. Ask who runs Askwell for it.`,
  );
}

/** Whether a caller may see what a lesson's people said and did, not only that the lesson is there. */
export function seesContent(caller: Caller): boolean {
  return caller.roles.includes('coach') || caller.roles.includes('admin');
}
