import { answerUnlessKnown } from '../../shared/api/conditional.ts';
import { speakersView } from '../../shared/api/speakersView.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('lessonSpeakers', async ({ path, request, rights }) =>
  answerUnlessKnown(request, await speakersView(path.id, rights)),
);
