import { config } from '../settings/config.ts';
import { voicesKeptDays } from '../settings/speakers.ts';
import { teach } from '../speakers/teach.ts';
import { readVoices } from '../storage/voices.ts';
import type { Rights } from './access.ts';
import type { TeachingResponse } from './contract.ts';
import { completedLessonAt } from './findLesson.ts';
import { Problem } from './problem.ts';
import { speakersEtag } from './speakersEtag.ts';
import { spokenTranscript } from './takeAway.ts';

/** So many changes at most, the surest: one event takes them. */
const mostChanges = 500;

const details = {
  'voices-not-kept':
    'Embeddings of voices are not kept here (VOICES_KEPT_DAYS, AskwellVoices), so corrections cannot teach. Correct the lines themselves.',
  'voices-gone':
    'There are no embeddings of this lesson: their days are over, it was moved, its consent is withheld, or its voices were not told apart. Analyse it again to have new ones, or correct the lines themselves.',
} as const;

/** Why a lesson has no embeddings. */
export const whyNoVoices = (): keyof typeof details =>
  voicesKeptDays(config()) === 0 ? 'voices-not-kept' : 'voices-gone';

/**
 * What follows for a lesson's other utterances from those of which people said who speaks. Changes nothing.
 * @throws Problem 409 'voices-not-kept', 'voices-gone'; 404 as `completedLessonAt` and where the transcript is gone
 */
export async function teaching(lessonId: string, rights: Rights): Promise<TeachingResponse> {
  const { result, place } = await completedLessonAt(lessonId, rights);
  const { revision } = result;
  const [windows, { transcript, speakers }] = await Promise.all([
    readVoices({ ...place, revision }),
    spokenTranscript({ ...place, result }),
  ]);
  if (windows === null) {
    const why = whyNoVoices();
    throw new Problem(409, why, 'No embeddings of voices', details[why]);
  }
  const { examples, changes } = teach(windows, transcript.segments, speakers.said);
  return { lessonId, revision, etag: speakersEtag(speakers), examples, changes: changes.slice(0, mostChanges) };
}
