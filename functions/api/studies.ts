import { nameOf } from '../../shared/api/caller.ts';
import { answerUnlessKnown, basisOf } from '../../shared/api/conditional.ts';
import { beginStudy, studiesView, studyView } from '../../shared/api/studies.ts';
import { agreementView, settle } from '../../shared/api/studyAgreement.ts';
import { code, codingView } from '../../shared/api/studyCoding.ts';
import { closeStudy, deleteStudy } from '../../shared/api/studyEnding.ts';
import { studyExport } from '../../shared/api/studyExport.ts';
import { bringInCoding } from '../../shared/api/studyImport.ts';
import { contentDisposition, safeFileName } from '../../shared/exports/fileName.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('studyBeginning', async ({ body: { by, ...plan }, caller, rights }) => ({
  status: 201,
  jsonBody: await beginStudy(plan, caller, by, rights),
}));

endpoint('studies', async ({ request, caller, rights }) =>
  answerUnlessKnown(request, await studiesView(rights, caller)),
);

endpoint('study', async ({ path, request, caller, rights }) =>
  answerUnlessKnown(request, await studyView(path.study, rights, caller)),
);

endpoint('studyCoding', async ({ path, query, caller, rights }) => {
  const asking = { studyId: path.study, lessonId: path.id, caller, rights, by: query.by };
  return answer(await codingView(asking));
});

endpoint('studyCodingChange', async ({ path, query, body, caller, rights, request }) => {
  const asking = { studyId: path.study, lessonId: path.id, caller, rights, by: query.by };
  return answer(await code(asking, body, basisOf(request)));
});

endpoint('studyHandCoding', async ({ path, body: { by, ...table }, caller, rights }) => ({
  jsonBody: await bringInCoding({ studyId: path.study, lessonId: path.id, caller, rights, by }, table),
}));

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

endpoint('studyExport', async ({ path, query, rights }) => {
  const { name, text } = await studyExport(path.study, rights, path.format, query.names, query.language);
  return {
    headers: {
      'content-type': path.format === 'csv' ? 'text/csv; charset=utf-8' : 'text/plain; charset=utf-8',
      'content-disposition': contentDisposition('attachment', safeFileName(name, path.format)),
      'x-content-type-options': 'nosniff',
    },
    body: text,
  };
});

endpoint('studyClosing', async ({ path, caller, rights }) => ({
  jsonBody: await closeStudy(path.study, rights, caller),
}));

endpoint('studyDeletion', async ({ path, caller, rights }) => ({
  jsonBody: await deleteStudy(path.study, rights, caller),
}));

const answer = <T extends { readonly etag: string }>(body: T) => ({
  headers: { etag: `"${body.etag}"`, 'cache-control': 'no-store' },
  jsonBody: body,
});
