import df from 'durable-functions';
import { changeDetails } from '../../shared/api/changeDetails.ts';
import { basisOf } from '../../shared/api/conditional.ts';
import { detailsChangeSchema } from '../../shared/api/contract.ts';
import { lessonAt } from '../../shared/api/findLesson.ts';
import { answerLesson } from '../../shared/api/lessonView.ts';
import { jsonBody } from '../../shared/api/route.ts';
import { guarded } from '../bindings/guarded.ts';
import { progressOf } from '../durable/progress.ts';

guarded('lesson', {
  methods: ['GET'],
  route: 'api/v1/lessons/{id}',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context, caller) => {
    const stored = await lessonAt(request.params.id);
    return answerLesson(request, caller, stored, await progressOf(df.getClient(context), stored.lesson));
  },
});

guarded('lessonDetails', {
  methods: ['PATCH'],
  route: 'api/v1/lessons/{id}',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context, caller) => {
    const change = await jsonBody(request, detailsChangeSchema, 16_000);
    const { lesson } = await lessonAt(request.params.id);
    await changeDetails({ siteId: lesson.siteId, lessonId: lesson.id }, change, basisOf(request));
    const stored = await lessonAt(lesson.id);
    return answerLesson(request, caller, stored, await progressOf(df.getClient(context), stored.lesson));
  },
});
