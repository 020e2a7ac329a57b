/**
 * Who may call what, written down by hand a second time: a test that took it from the table of endpoints would agree
 * with whatever stands there. `a` anonymous, `s` signed in without a role, `u` uploader, `c` coach, `m` admin.
 */
export const rights: Readonly<Record<string, string>> = {
  health: 'a s u c m',
  openapi: 'a s u c m',
  studio: 'a s u c m',
  me: '- s u c m',
  predictions: '- - u c m',
  uploads: '- - u - m',
  lessons: '- - u c m',
  lesson: '- - u c m',
  progress: '- - u c m',
  sites: '- - u c m',
  lessonDetails: '- - - c m',
  lessonMedia: '- - - c m',
  lessonWaveform: '- - - c m',
  lessonQuestions: '- - - c m',
  lessonTranscript: '- - - c m',
  lessonExport: '- - - c m',
  manyExport: '- - - c m',
  lessonReanalysis: '- - - c m',
  questionReview: '- - - c m',
  questionReviewUndo: '- - - c m',
  reviewEvent: '- - - c m',
  reviewEvents: '- - - c m',
  reviewManyEvents: '- - - c m',
  elanChanges: '- - - c m',
  handCoding: '- - - c m',
  lessonDeletion: '- - - - m',
  siteRoster: '- - - - m',
  siteRosterChange: '- - - - m',
  healthParts: '- - - - m',
  rebuild: '- - - - m',
  rebuildStatus: '- - - - m',
};

export const visitors = { a: null, s: 'stranger', u: 'uploader', c: 'coach', m: 'admin' } as const;
