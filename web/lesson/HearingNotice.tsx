import type { LessonResponse } from '../api/lessons.ts';
import { Notice } from '../parts/Notice.tsx';
import { lessonText } from '../text/lesson.ts';

/** Less of the voices than this understood clearly is worth a word. */
const poorShare = 0.6;

/** Says of a lesson that was not heard well that it was not, and what may be the reason. */
export function HearingNotice({ result }: { result: NonNullable<LessonResponse['result']> }) {
  const { hearing, nobodyHeard, sound, voiceFrom } = result;
  const { text } = lessonText.hearing;
  const told = [
    nobodyHeard === undefined ? undefined : lessonText.hearing.nobody[nobodyHeard],
    sound !== undefined && sound.tracks.length < sound.trackCount
      ? text.tracks({ heard: sound.tracks.length, all: sound.trackCount })
      : undefined,
    nobodyHeard === undefined && hearing !== undefined && hearing.clearShare < poorShare
      ? text.poor({ share: hearing.clearShare })
      : undefined,
    voiceFrom === 'loudness' || voiceFrom === 'both' ? text.loudness : undefined,
  ].filter((one) => one !== undefined);
  if (told.length === 0) return null;
  return (
    <Notice look="warn">
      {told.map((one) => (
        <p key={one}>{one}</p>
      ))}
    </Notice>
  );
}
