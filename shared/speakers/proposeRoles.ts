import type { SpeakerRole } from '../lessons/speakers.ts';

/** What is known of a voice before anybody says whose it is. */
export interface VoiceTalk {
  /** How long it speaks in the lesson, and its longest turn. */
  readonly seconds: number;
  readonly longestSeconds: number;
  readonly questions: number;
}

/** With less of the talk than this, and no turn of two seconds, a voice may be nobody: murmurs, a chair, an echo. */
const leastShare = 0.02;
const leastTurnSeconds = 2;
/** Of less one cannot tell an educator: a word, a chair in an empty room. */
const leastEducatorSeconds = 3;
/** Whoever asks and speaks at least so much of what the first one does may be a second educator. */
const secondEducator = 0.6;
/** So many times the questions of whoever speaks most show an educator who speaks less. */
const asksMore = 2;

/**
 * Proposes a role for each voice of a lesson: the educator is whoever speaks most and asks most, the others are
 * children. Where both do not fall together, or another voice comes near, it says `unknown`: a person must say.
 */
export function proposeRoles(voices: readonly VoiceTalk[]): SpeakerRole[] {
  const all = voices.reduce((sum, { seconds }) => sum + seconds, 0);
  const likeliest = educatorOf(voices);
  const educator = (voices[likeliest ?? -1]?.seconds ?? 0) < leastEducatorSeconds ? undefined : likeliest;
  return voices.map((voice, at) => {
    if (at === educator) return 'educator';
    if (educator === undefined) return 'unknown';
    if (voice.seconds < leastShare * all && voice.longestSeconds < leastTurnSeconds) return 'unknown';
    const first = voices[educator];
    const near =
      first !== undefined &&
      voice.seconds >= secondEducator * first.seconds &&
      voice.questions >= secondEducator * first.questions &&
      voice.questions > 0;
    return near ? 'unknown' : 'child';
  });
}

/** The place of the educator's voice; undefined where there is none, or nobody can tell. */
function educatorOf(voices: readonly VoiceTalk[]): number | undefined {
  const mostBy = (of: (voice: VoiceTalk) => number) =>
    voices.reduce<number | undefined>(
      (best, voice, at) => (best === undefined || of(voice) > of(voices[best] ?? voice) ? at : best),
      undefined,
    );
  const talks = mostBy(({ seconds }) => seconds);
  const asks = mostBy(({ questions }) => questions);
  if (talks === undefined || asks === undefined || talks === asks) return talks;
  const [speaker, asker] = [voices[talks]?.questions ?? 0, voices[asks]?.questions ?? 0];
  if (speaker === asker) return talks;
  return asker >= asksMore * Math.max(1, speaker) ? asks : undefined;
}
