import { answerUnlessKnown } from '../../shared/api/conditional.ts';
import { lessonAt } from '../../shared/api/findLesson.ts';
import { mediaOf } from '../../shared/api/media.ts';
import { guarded } from '../bindings/guarded.ts';

guarded('lessonMedia', {
  methods: ['GET'],
  route: 'api/v1/lessons/{id}/media',
  handler: async (request) => {
    const { lesson } = await lessonAt(request.params.id);
    return answerUnlessKnown(request, await mediaOf(lesson));
  },
});
