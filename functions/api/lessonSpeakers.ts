import { answerUnlessKnown } from '../../shared/api/conditional.ts';
import { speakersView } from '../../shared/api/speakersView.ts';
import { teaching } from '../../shared/api/teaching.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('lessonSpeakers', async ({ path, request, rights }) =>
  answerUnlessKnown(request, await speakersView(path.id, rights)),
);

endpoint('lessonTeaching', async ({ path, rights }) => ({
  headers: { 'cache-control': 'no-store' },
  jsonBody: await teaching(path.id, rights),
}));
