import { app } from '@azure/functions';
import { answerUnlessKnown } from '../shared/api/conditional.ts';
import { lessonAt } from '../shared/api/findLesson.ts';
import { mediaOf } from '../shared/api/media.ts';
import { answering } from '../shared/api/route.ts';

app.http('lessonMedia', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'api/v1/lessons/{id}/media',
  handler: answering(async (request) => {
    const { lesson } = await lessonAt(request.params.id);
    return answerUnlessKnown(request, await mediaOf(lesson));
  }),
});
