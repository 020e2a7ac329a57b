import { app } from '@azure/functions';
import df from 'durable-functions';
import { progressSchema } from '../shared/api/contract.ts';
import { lessonAt } from '../shared/api/findLesson.ts';
import { answering } from '../shared/api/route.ts';
import { jobId } from '../shared/lessons/identity.ts';
import { statusOf } from './durable/startOnce.ts';

app.http('lesson', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'api/v1/lessons/{id}',
  extraInputs: [df.input.durableClient()],
  handler: answering(async (request, context) => {
    const { lesson, etag } = await lessonAt(request.params.id);
    const job = jobId({ lessonId: lesson.id, revision: lesson.revision });
    const progress = progressSchema.safeParse((await statusOf(df.getClient(context), job))?.customStatus);
    return { headers: { etag }, jsonBody: { ...lesson, progress: progress.data } };
  }),
});
