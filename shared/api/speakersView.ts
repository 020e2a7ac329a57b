import type { z } from 'zod';
import type { LessonVoice } from '../lessons/speakers.ts';
import type { Span, Transcript } from '../lessons/transcript.ts';
import { lengthOf, type SaidVoices } from '../speakers/saidVoices.ts';
import type { Rights } from './access.ts';
import { etagOf } from './conditional.ts';
import type { speakersResponseSchema } from './contract.ts';
import { completedLessonAt } from './findLesson.ts';
import { spokenTranscript } from './takeAway.ts';

/** What a change of the voices is based on: changes with each thing that people say of them. */
export const speakersEtag = ({ voices, said }: SaidVoices): string => etagOf([voices, said]);

/**
 * The voices of a lesson as people have said whose they are, by how much they speak. @throws Problem 404 as long as
 * there is no result, or the transcript is gone
 */
export async function speakersView(id: string, rights: Rights): Promise<z.infer<typeof speakersResponseSchema>> {
  const { lesson, result, place } = await completedLessonAt(id, rights);
  const state = result.speakers?.state ?? 'off';
  const { transcript, speakers } = await spokenTranscript({ ...place, result });
  return {
    lessonId: lesson.id,
    revision: result.revision,
    state,
    etag: speakersEtag(speakers),
    voices: speakers.voices
      .map((voice) => spoken(voice, transcript))
      .sort((a, b) => b.seconds - a.seconds || a.speaker - b.speaker),
    leftovers: [...speakers.leftovers],
  };
}

/** A voice with what it says now. */
function spoken({ spans = [], ...voice }: LessonVoice, { speakers }: Transcript): LessonVoice & { spans: Span[] } {
  const turns = (speakers?.turns ?? []).filter(({ speaker }) => speaker === voice.speaker);
  const milliseconds = (value: number) => Math.round(value * 1000) / 1000;
  // An example that was given to another voice is none.
  const own = spans.filter((span) => turns.some((turn) => turn.start <= span.start && turn.end >= span.end));
  const longest = turns.toSorted((a, b) => b.end - b.start - (a.end - a.start));
  return {
    ...voice,
    seconds: milliseconds(lengthOf(turns)),
    turns: turns.length,
    longestSeconds: milliseconds(lengthOf(longest.slice(0, 1))),
    spans: own.length > 0 ? own : longest.slice(0, examples).map(({ start, end }) => ({ start, end })),
  };
}

/** To hear whose a voice is. */
const examples = 3;
