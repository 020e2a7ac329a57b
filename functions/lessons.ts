import { app } from '@azure/functions';
import { lessonListQuerySchema } from '../shared/api/contract.ts';
import { answering, checked, queryOf } from '../shared/api/route.ts';
import { listLessons } from '../shared/results/lessons.ts';

app.http('lessons', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'api/v1/lessons',
  handler: answering(async (request) => {
    const { site, limit, continuation } = checked(lessonListQuerySchema, queryOf(request));
    return { jsonBody: await listLessons(site, limit, continuation) };
  }),
});
