import type { LessonResponse } from '../api/lessons.ts';
import { languageName } from '../model/languages.ts';
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
    othersText(hearing?.otherLanguages),
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

type Others = NonNullable<NonNullable<LessonResponse['result']>['hearing']>['otherLanguages'];

function othersText(others: Others): string | undefined {
  if (others === undefined || others.length === 0) return undefined;
  const { text } = lessonText.hearing;
  const names = others.map(({ language }) => languageName(language) ?? text.unknown);
  const share = others.reduce((sum, each) => sum + each.share, 0);
  return text.others({ share: Math.min(1, share), languages: names.join(', ') });
}
