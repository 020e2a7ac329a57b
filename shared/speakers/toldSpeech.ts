import type { Span, Transcript } from '../lessons/transcript.ts';
import { type HeardSpeech, turnsOf } from './turns.ts';
import { whoSaid } from './whoSaid.ts';
import { attribution, type LikeWindow } from './whose.ts';

/** What was told of a lesson's voices, from which no voice can be known again; in video time. */
export interface ToldVoices extends HeardSpeech {
  /** In order of their beginnings. */
  readonly windows: readonly LikeWindow[];
}

/** A lesson's speech with who says what, and the turns of each voice. */
export function toldSpeech<Speech extends Pick<Transcript, 'segments'>>(
  speech: Speech,
  { windows, ...heard }: ToldVoices,
): Speech & Required<Pick<Transcript, 'speakers'>> {
  const whose = attribution(windows);
  const turns = turnsOf(heard, whose).map(({ voice, ...span }) => ({ ...inMilliseconds(span), speaker: voice }));
  const segments = whoSaid(speech.segments, heard.changes, whose);
  return { ...speech, segments, speakers: { state: 'told', turns } };
}

const inMilliseconds = ({ start, end }: Span): Span => ({ start: milliseconds(start), end: milliseconds(end) });
const milliseconds = (seconds: number) => Math.round(seconds * 1000) / 1000;
