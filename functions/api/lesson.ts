import df from 'durable-functions';
import { changeDetails } from '../../shared/api/changeDetails.ts';
import { basisOf } from '../../shared/api/conditional.ts';
import { lessonAt } from '../../shared/api/findLesson.ts';
import { answerLesson } from '../../shared/api/lessonView.ts';
import { endpoint } from '../bindings/endpoint.ts';
import { progressOf } from '../durable/progress.ts';

endpoint(
  'lesson',
  async ({ path, query, request, context, caller, rights }) => {
    const stored = await lessonAt(path.id, rights);
    const progress = await progressOf(df.getClient(context), stored.lesson);
    return answerLesson(request, caller, stored, progress, query.names);
  },
  { extraInputs: [df.input.durableClient()] },
);

endpoint(
  'lessonDetails',
  async ({ path, body, request, context, caller, rights }) => {
    const { lesson } = await lessonAt(path.id, rights);
    await changeDetails({ siteId: lesson.siteId, lessonId: lesson.id }, body, basisOf(request), caller);
    const stored = await lessonAt(lesson.id, rights);
    return answerLesson(request, caller, stored, await progressOf(df.getClient(context), stored.lesson));
  },
  { extraInputs: [df.input.durableClient()] },
);
