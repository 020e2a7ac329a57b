import { answerUnlessKnown } from '../../shared/api/conditional.ts';
import { completedLessonAt } from '../../shared/api/findLesson.ts';
import { masked, spokenTranscript } from '../../shared/api/takeAway.ts';
import { inPlaceOfWords } from '../../shared/exports/subtitleWords.ts';
import type { LessonVoice } from '../../shared/lessons/speakers.ts';
import { voiceNames } from '../../shared/speakers/voiceNames.ts';
import { withoutSpeakers } from '../../shared/speakers/withoutSpeakers.ts';
import { toSrt, toVtt } from '../../shared/speech/subtitles.ts';
import { endpoint } from '../bindings/endpoint.ts';

/** Names that people gave are masked with the others. */
const namesOf = (voices: readonly LessonVoice[], names: 'shown' | 'masked') =>
  voiceNames(names === 'masked' ? voices.map(({ label: _, ...voice }) => voice) : voices);

const subtitles = {
  vtt: { type: 'text/vtt; charset=utf-8', write: toVtt },
  srt: { type: 'application/x-subrip; charset=utf-8', write: toSrt },
};

endpoint('lessonTranscript', async ({ path: { id, format }, query: { names, language }, request, rights }) => {
  const { lesson, result } = await completedLessonAt(id, rights);
  const shown = { siteId: lesson.siteId, lessonId: lesson.id, educator: lesson.educator, result };
  const spoken = await spokenTranscript(shown);
  const told = names === 'masked' ? await masked(shown, spoken.transcript) : spoken.transcript;
  const transcript = rights.blind?.has(id) ? withoutSpeakers(told) : told;
  if (format === 'json') return answerUnlessKnown(request, transcript);
  const { type, write } = subtitles[format];
  return {
    headers: { 'content-type': type, 'x-content-type-options': 'nosniff' },
    body: write(
      inPlaceOfWords(transcript.segments, language),
      transcript.language,
      namesOf(spoken.speakers.voices, names),
    ),
  };
});
