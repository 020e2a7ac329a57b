import type { Segment, Span, Transcript } from '../lessons/transcript.ts';
import { assembleSegments } from './assemble.ts';
import { unclearVoices, withHeard } from './heard.ts';
import { voiceOf } from './voice.ts';

/** A chunk of the sound: what the recogniser wrote in it, and where the network heard a voice (null: not asked). */
interface HeardChunk extends Span {
  readonly segments: readonly Segment[];
  readonly speech: readonly Span[] | null;
}

/**
 * A lesson's words and voices from its chunks, whose inner times count from each chunk's start: where anybody speaks,
 * what they say, and how well each piece was heard.
 * @param loud where it is as loud as a voice is, in video time; stands in where no network was asked
 */
export function lessonSpeech(
  chunks: readonly HeardChunk[],
  loud: readonly Span[],
): Pick<Transcript, 'segments' | 'voice'> & Required<Pick<Transcript, 'voiceFrom'>> {
  const { voice, voiceFrom } = voiceOf(chunks, loud);
  const heard = withHeard(assembleSegments(chunks, voice), voiceFrom === 'network' ? voice : []);
  // Loudness takes a chair for a voice: only a network's voices are told where nobody was understood.
  const unclear = voiceFrom === 'network' ? unclearVoices(heard, voice) : [];
  return { segments: [...heard, ...unclear].sort((a, b) => a.start - b.start), voice, voiceFrom };
}
