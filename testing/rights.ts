import type { Rights } from '../shared/api/access.ts';
import { everyLesson } from '../shared/lessons/reach.ts';

/** What an admin may have. */
export const everyRight: Rights = { name: 'lesson', reach: everyLesson, sees: everyLesson };

/**
 * Who may call what, written down by hand a second time: a test that took it from the table of endpoints would agree
 * with whatever stands there. `a` anonymous, `s` signed in without a role, `u` uploader, `c` coach, `e` educator,
 * `m` admin. At which lessons, test/e2e/siteRoles.test.ts writes down.
 */
export const rights: Readonly<Record<string, string>> = {
  health: 'a s u c e m',
  openapi: 'a s u c e m',
  studio: 'a s u c e m',
  me: '- s u c e m',
  codebook: '- - u c e m',
  predictions: '- - u c - m',
  uploads: '- - u - - m',
  lessons: '- - u c e m',
  lesson: '- - u c e m',
  progress: '- - u c e m',
  sites: '- - u c e m',
  lessonDetails: '- - - c - m',
  lessonMedia: '- - - c e m',
  lessonWaveform: '- - - c e m',
  lessonQuestions: '- - - c e m',
  lessonTranscript: '- - - c e m',
  lessonSpeakers: '- - - c e m',
  lessonTeaching: '- - - c - m',
  lessonExport: '- - - c e m',
  manyExport: '- - - c e m',
  reanalysisOffers: '- - - c - m',
  search: '- - - c e m',
  lessonReanalysis: '- - - c - m',
  questionReview: '- - - c - m',
  questionReviewUndo: '- - - c - m',
  reviewEvent: '- - - c - m',
  reviewEvents: '- - - c e m',
  reviewManyEvents: '- - - c - m',
  elanChanges: '- - - c - m',
  handCoding: '- - - c - m',
  studies: '- - - c - m',
  studyBeginning: '- - - c - m',
  study: '- - - c - m',
  studyCoding: '- - - c - m',
  studyCodingChange: '- - - c - m',
  studyHandCoding: '- - - c - m',
  studyClosing: '- - - c - m',
  studyDeletion: '- - - c - m',
  studyAgreement: '- - - c - m',
  studySettlement: '- - - c - m',
  studyExport: '- - - c - m',
  lessonMove: '- - - - - m',
  lessonDeletion: '- - - - - m',
  voiceRemoval: '- - - - - m',
  voiceRemovals: '- - - - - m',
  siteRoster: '- - - - - m',
  siteRosterChange: '- - - - - m',
  healthParts: '- - - - - m',
  rebuild: '- - - - - m',
  rebuildStatus: '- - - - - m',
};

export const visitors = { a: null, s: 'stranger', u: 'uploader', c: 'coach', e: 'educator', m: 'admin' } as const;
