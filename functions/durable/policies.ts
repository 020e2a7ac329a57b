/**
 * How often, how long and how patiently each activity is tried. Times are seconds.
 * `timeout` ends one try, below the 600 s after which Functions would.
 * Waiting doubles from `first` up to `longest`.
 */
export interface Policy {
  readonly timeout: number;
  readonly attempts: number;
  readonly first: number;
  readonly longest: number;
}

// About three minutes of patience with storage, database and messaging: a failover takes less.
const records: Policy = { timeout: 60, attempts: 8, first: 2, longest: 60 };
// Work on the video itself: what fails twice for lack of memory or time will fail again.
const media: Policy = { timeout: 570, attempts: 3, first: 10, longest: 60 };
// Speech engines are limited by the minute and restarted by their owners: about eight minutes of patience.
const speech: Policy = { timeout: 570, attempts: 12, first: 5, longest: 60 };

// Without voices a lesson has loudness, which is worse than four minutes of patience, and better than none.
const voices: Policy = { timeout: 300, attempts: 8, first: 5, longest: 60 };

// Without it a lesson has everything but who speaks.
const speakers: Policy = { timeout: 570, attempts: 3, first: 5, longest: 60 };

/** How often what a step needs, and is missing, is made again in one lesson. */
export const mostRemakes = 2;

export const policies = {
  beginLesson: records,
  takeTurn: records,
  passTurn: records,
  probeVideo: media,
  extractAudio: media,
  transcribeChunk: speech,
  endClaims: records,
  hearVoices: voices,
  embedVoices: voices,
  identifySpeakers: speakers,
  assembleTranscript: records,
  codeQuestions: { ...records, timeout: 300 },
  saveAnalysis: { ...records, timeout: 300 },
  leaveUntold: records,
  planPicture: media,
  encodePiece: media,
  finishPicture: media,
  savePicture: records,
  recordFailure: records,
  publishEvent: records,
  cleanUp: records,
  copyVideo: { ...records, timeout: 300 },
  copyResults: { ...records, timeout: 570 },
  commitMove: records,
  endMove: { ...records, timeout: 300 },
  undoMove: { ...records, timeout: 300 },
  tellMoved: records,
  planRemoval: { ...records, timeout: 300 },
  applyRemoval: { ...records, timeout: 300 },
  mutePlayed: media,
  showMuted: records,
  withdrawPlayback: records,
  replaceOriginal: media,
  endRemoval: { ...records, timeout: 300 },
  undoRemoval: records,
  sweepLesson: records,
  restoreShard: { ...records, timeout: 570 },
  restoreUploads: { ...records, timeout: 570 },
} as const satisfies Record<string, Policy>;

export type ActivityName = keyof typeof policies;
