import { app } from '@azure/functions';
import df from 'durable-functions';
import { changeDetails } from '../shared/api/changeDetails.ts';
import { basisOf } from '../shared/api/conditional.ts';
import { detailsChangeSchema } from '../shared/api/contract.ts';
import { lessonAt } from '../shared/api/findLesson.ts';
import { answerLesson } from '../shared/api/lessonView.ts';
import { answering, jsonBody } from '../shared/api/route.ts';
import { progressOf } from './durable/progress.ts';

app.http('lesson', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'api/v1/lessons/{id}',
  extraInputs: [df.input.durableClient()],
  handler: answering(async (request, context) => {
    const stored = await lessonAt(request.params.id);
    return answerLesson(request, stored, await progressOf(df.getClient(context), stored.lesson));
  }),
});

app.http('lessonDetails', {
  methods: ['PATCH'],
  authLevel: 'function',
  route: 'api/v1/lessons/{id}',
  extraInputs: [df.input.durableClient()],
  handler: answering(async (request, context) => {
    const change = await jsonBody(request, detailsChangeSchema, 16_000);
    const { lesson } = await lessonAt(request.params.id);
    await changeDetails({ siteId: lesson.siteId, lessonId: lesson.id }, change, basisOf(request));
    const stored = await lessonAt(lesson.id);
    return answerLesson(request, stored, await progressOf(df.getClient(context), stored.lesson));
  }),
});
