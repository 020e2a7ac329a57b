import { transcriptFormatSchema } from '../shared/api/contract.ts';
import { completedLessonAt } from '../shared/api/findLesson.ts';
import { Problem } from '../shared/api/problem.ts';
import { checked } from '../shared/api/route.ts';
import { blobPaths } from '../shared/lessons/blobPaths.ts';
import { readText } from '../shared/storage/blobs.ts';
import { guarded } from './bindings/guarded.ts';

const types = { json: 'application/json', vtt: 'text/vtt; charset=utf-8', srt: 'application/x-subrip; charset=utf-8' };

guarded('lessonTranscript', {
  methods: ['GET'],
  route: 'api/v1/lessons/{id}/transcript.{format}',
  handler: async (request) => {
    const format = checked(transcriptFormatSchema, request.params.format);
    const { lesson, result } = await completedLessonAt(request.params.id);
    const text = await readText(
      'transcripts',
      blobPaths.transcript({ lessonId: lesson.id, revision: result.revision }, format),
    );
    if (text === null)
      throw new Problem(404, 'no-transcript', 'No transcript', 'The transcript was deleted. Analyse the lesson again.');
    return { headers: { 'content-type': types[format] }, body: text };
  },
});
