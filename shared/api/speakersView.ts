import type { z } from 'zod';
import type { LessonVoice } from '../lessons/speakers.ts';
import type { Span, Transcript } from '../lessons/transcript.ts';
import { lengthOf } from '../speakers/saidVoices.ts';
import { voicesLiveUntil } from '../storage/voices.ts';
import type { Rights } from './access.ts';
import type { speakersResponseSchema } from './contract.ts';
import { completedLessonAt } from './findLesson.ts';
import { speakersEtag } from './speakersEtag.ts';
import { spokenTranscript } from './takeAway.ts';
import { whyNoVoices } from './teaching.ts';

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
    teaching: await teachingOf({ ...place, revision: result.revision }),
  };
}

async function teachingOf(
  recording: Parameters<typeof voicesLiveUntil>[0],
): Promise<z.infer<typeof speakersResponseSchema>['teaching']> {
  const until = await voicesLiveUntil(recording);
  return until === null ? { until: null, why: whyNoVoices() } : { until: until.toISOString() };
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
