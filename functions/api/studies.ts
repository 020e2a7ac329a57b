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

endpoint('studyBeginning', async ({ body: { by, ...plan }, caller, rights }) => ({
  status: 201,
  jsonBody: await beginStudy(plan, nameOf(caller, by), rights),
}));

endpoint('studies', async ({ request, rights }) => answerUnlessKnown(request, await studiesView(rights)));

endpoint('study', async ({ path, request, rights }) => answerUnlessKnown(request, await studyView(path.study, rights)));

endpoint('studyCoding', async ({ path, query, caller, rights }) => {
  const asking = { studyId: path.study, lessonId: path.id, caller, rights, by: query.by };
  return answer(await codingView(asking));
});

endpoint('studyCodingChange', async ({ path, query, body, caller, rights, request }) => {
  const asking = { studyId: path.study, lessonId: path.id, caller, rights, by: query.by };
  return answer(await code(asking, body, basisOf(request)));
});

endpoint('studyAgreement', async ({ path, request, rights }) =>
  answerUnlessKnown(request, await agreementView(path.study, rights)),
);

endpoint('studySettlement', async ({ path, body: { by, ...settled }, caller, rights, request }) => ({
  jsonBody: await settle(
    { studyId: path.study, lessonId: path.id, rights },
    settled,
    nameOf(caller, by),
    basisOf(request),
  ),
}));

endpoint('studyExport', async ({ path, rights }) => {
  const { name, text } = await studyExport(path.study, rights, path.format);
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
