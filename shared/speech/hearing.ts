import type { Hearing, NobodyHeard, Sound } from '../lessons/sound.ts';
import type { Heard, Transcript } from '../lessons/transcript.ts';
import { voicedSeconds } from './voice.ts';

// A voice begins before and ends after its words, as a recogniser's times go.
const slackSeconds = 0.45;

/** How well a lesson was heard; undefined where nobody speaks. */
export function hearingOf({ segments, voice }: Pick<Transcript, 'segments' | 'voice'>): Hearing | undefined {
  const seconds = voice.reduce((sum, { start, end }) => sum + end - start, 0);
  if (seconds === 0) return undefined;
  const shareOf = (heard: Heard, language?: string) => {
    const spans = segments
      .filter((segment) => (segment.heard ?? 'clear') === heard && (language ?? segment.language) === segment.language)
      .map(({ start, end }, at, all) => ({
        // Not twice what lies between two of them.
        start: Math.max(start - slackSeconds, (all[at - 1]?.end ?? -1) + slackSeconds, 0),
        end: end + slackSeconds,
      }));
    return Math.min(1, spans.reduce((sum, span) => sum + voicedSeconds(span, voice), 0) / seconds);
  };
  const clearShare = round(shareOf('clear'));
  const others = segments.flatMap(({ heard, language }) => (heard === 'not-understood' ? (language ?? []) : []));
  const otherLanguages = [...new Set(others)]
    .map((language) => ({ language, share: round(shareOf('not-understood', language)) }))
    .toSorted((a, b) => b.share - a.share);
  return {
    clearShare,
    doubtfulShare: round(Math.min(1 - clearShare, shareOf('doubtful'))),
    ...(otherLanguages.length === 0 ? {} : { otherLanguages }),
  };
}

/** Quieter than this, one cannot tell a voice from the noise of the recorder. */
const quietDb = -75;
const silentDb = -90;

/** Why a lesson has no words; undefined where it has some. */
export function nobodyHeard(
  { segments, voice }: Pick<Transcript, 'segments' | 'voice'>,
  sound: Sound | undefined,
): NobodyHeard | undefined {
  if (segments.some(({ heard }) => heard !== 'not-understood')) return undefined;
  if (voice.length > 0) return 'unclear';
  if (sound !== undefined && sound.loudestDb <= silentDb) return 'silent';
  return sound !== undefined && sound.loudestDb < quietDb ? 'quiet' : 'voiceless';
}

const round = (share: number): number => Math.round(share * 1000) / 1000;
