import { answerUnlessKnown } from '../../shared/api/conditional.ts';
import { lessonAt } from '../../shared/api/findLesson.ts';
import { mediaOf } from '../../shared/api/media.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('lessonMedia', async ({ path, request, rights }) => {
  const { lesson } = await lessonAt(path.id, rights);
  return answerUnlessKnown(request, await mediaOf(lesson));
});
