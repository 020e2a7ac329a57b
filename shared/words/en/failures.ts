/**
 * Why a lesson failed, by the code of the failure (docs/operations.md): what it is called, and what to do. In English the
 * API's own sentence, which has the figures, is shown in place of `advice`.
 */
export const failures = {
  'unsupported-name': {
    title: 'This is not a kind of file that Askwell takes',
    advice: 'Rename the file, or export it as MP4, and upload it again.',
  },
  'file-empty': { title: 'The file is empty', advice: 'Upload it again.' },
  'file-too-large': { title: 'The file is too large', advice: 'Cut it, and upload the parts.' },
  'not-a-video': { title: 'This file is neither video nor sound', advice: 'Export the recording as MP4.' },
  'file-truncated': {
    title: 'The file is cut off',
    advice: 'The recording or its upload broke off: upload it again, or have it repaired.',
  },
  'file-refused': { title: 'The file points to other files', advice: 'Upload the recording itself.' },
  'no-such-track': {
    title: 'The recording has no such sound track',
    advice: 'Analyse it again with another track.',
  },
  'no-audio': { title: 'The video has no sound', advice: 'Record with a microphone, or export with AAC sound.' },
  'too-long': { title: 'The recording is too long', advice: 'Cut it, and upload the parts.' },
  'too-many-streams': {
    title: 'The file has too many tracks',
    advice: 'Export it with one picture and one sound track.',
  },
  'speech-rejected': { title: 'The speech engine refused the sound', advice: 'Tell whoever runs Askwell.' },
  'speech-not-configured': { title: 'No speech engine is set up', advice: 'Tell whoever runs Askwell.' },
  'speech-unavailable': { title: 'The speech engine did not answer', advice: 'Analyse the lesson again later.' },
  'speech-rate-limited': { title: 'The speech engine was too busy', advice: 'Analyse the lesson again later.' },
  'budget-exhausted': { title: 'Today’s budget is used up', advice: 'Analyse the lesson again tomorrow.' },
  'analysis-lost': { title: 'The analysis broke off', advice: 'Analyse the lesson again.' },
  'video-gone': { title: 'The video is gone', advice: 'It was deleted before it was analysed: upload it again.' },
  'timed-out': { title: 'It took too long', advice: 'Analyse the lesson again.' },
  other: {
    title: 'The analysis failed',
    advice: 'Analyse the lesson again; if it stays so, tell whoever runs Askwell.',
  },
} as const;
