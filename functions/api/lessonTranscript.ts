import { completedLessonAt } from '../../shared/api/findLesson.ts';
import { Problem } from '../../shared/api/problem.ts';
import { maskedTranscript } from '../../shared/api/takeAway.ts';
import { blobPaths } from '../../shared/lessons/blobPaths.ts';
import type { Transcript } from '../../shared/lessons/transcript.ts';
import { toSrt, toVtt } from '../../shared/speech/subtitles.ts';
import { readText } from '../../shared/storage/blobs.ts';
import { endpoint } from '../bindings/endpoint.ts';

const types = { json: 'application/json', vtt: 'text/vtt; charset=utf-8', srt: 'application/x-subrip; charset=utf-8' };

const write = {
  json: (transcript: Transcript) => JSON.stringify(transcript),
  vtt: ({ segments }: Transcript) => toVtt(segments),
  srt: ({ segments }: Transcript) => toSrt(segments),
};

endpoint('lessonTranscript', async ({ path: { id, format }, query: { names } }) => {
  const { lesson, result } = await completedLessonAt(id);
  const key = { lessonId: lesson.id, revision: result.revision };
  const headers = { 'content-type': types[format], 'x-content-type-options': 'nosniff' };
  if (names === 'masked') {
    const { siteId, educator } = lesson;
    return { headers, body: write[format](await maskedTranscript({ ...key, siteId, educator })) };
  }
  const text = await readText('transcripts', blobPaths.transcript(key, format));
  if (text === null)
    throw new Problem(404, 'no-transcript', 'No transcript', 'The transcript was deleted. Analyse the lesson again.');
  return { headers, body: text };
});
