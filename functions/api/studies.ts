import { nameOf } from '../../shared/api/caller.ts';
import { answerUnlessKnown, basisOf } from '../../shared/api/conditional.ts';
import {
  agreementView,
  beginStudy,
  code,
  codingView,
  settle,
  studiesView,
  studyExport,
  studyView,
} from '../../shared/api/studies.ts';
import { contentDisposition, safeFileName } from '../../shared/exports/fileName.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('studyBeginning', async ({ body: { by, ...plan }, caller }) => ({
  status: 201,
  jsonBody: await beginStudy(plan, nameOf(caller, by)),
}));

endpoint('studies', async ({ request }) => answerUnlessKnown(request, await studiesView()));

endpoint('study', async ({ path, request }) => answerUnlessKnown(request, await studyView(path.study)));

endpoint('studyCoding', async ({ path, query, caller }) => {
  const asking = { studyId: path.study, lessonId: path.id, caller, by: query.by };
  return answer(await codingView(asking));
});

endpoint('studyCodingChange', async ({ path, query, body, caller, request }) => {
  const asking = { studyId: path.study, lessonId: path.id, caller, by: query.by };
  return answer(await code(asking, body, basisOf(request)));
});

endpoint('studyAgreement', async ({ path, request }) => answerUnlessKnown(request, await agreementView(path.study)));

endpoint('studySettlement', async ({ path, body: { by, ...settled }, caller, request }) => ({
  jsonBody: await settle({ studyId: path.study, lessonId: path.id }, settled, nameOf(caller, by), basisOf(request)),
}));

endpoint('studyExport', async ({ path }) => {
  const { name, text } = await studyExport(path.study, path.format);
  return {
    headers: {
      'content-type': path.format === 'csv' ? 'text/csv; charset=utf-8' : 'text/plain; charset=utf-8',
      'content-disposition': contentDisposition('attachment', safeFileName(name, path.format)),
      'x-content-type-options': 'nosniff',
    },
    body: text,
  };
});

const answer = <T extends { readonly etag: string }>(body: T) => ({
  headers: { etag: `"${body.etag}"`, 'cache-control': 'no-store' },
  jsonBody: body,
});
