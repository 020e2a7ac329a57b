/** Text of the frame around every view, and of the parts. */
export const common = {
  signOut: {
    go: 'Sign out',
    title: 'Not everything is saved',
    text: '{count, plural, one {# correction waits on this device and would be lost. Stay until it is saved.} other {# corrections wait on this device and would be lost. Stay until they are saved.}}',
    stay: 'Stay',
    forget: 'Sign out and lose them',
  },
  appName: 'Askwell',
  /** Of the browser's tab. */
  pageTitle: '{title} · Askwell',
  skipToContent: 'Skip to content',
  mainNavigation: 'Main',
  navLessons: 'Lessons',
  navProgress: 'Progress',
  navStudies: 'Studies',
  navSearch: 'Search',
  theme: { toLight: 'Switch to light colours', toDark: 'Switch to dark colours' },
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  undo: 'Undo',
  tryAgain: 'Try again',
  loading: 'Loading …',
  offline: 'You are offline. Askwell goes on by itself as soon as the connection is back.',
  codes: {
    OEQ: { short: 'OEQ', long: 'open-ended question' },
    CEQ: { short: 'CEQ', long: 'closed-ended question' },
  },
  notFound: {
    title: 'There is no such page',
    text: 'The address may be mistyped, or the lesson may have been deleted.',
    back: 'To the lessons',
  },
  crash: {
    title: 'This page has stopped working',
    text: 'That is our fault, and nothing that you saved is lost. Reload the page to go on.',
    reload: 'Reload the page',
  },
  errors: {
    offline: 'There is no connection. Nothing was changed.',
    unreachable: 'Askwell does not answer. Try again in a moment.',
    unreadable: 'Askwell answered in a way that this page does not understand. Reload the page; it may be out of date.',
    signIn: 'You are signed out, or may not do this. Reload the page to sign in again.',
    status: 'Askwell could not do this (error {status}). Try again in a moment.',
  },
} as const;
