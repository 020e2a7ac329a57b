import { app } from '@azure/functions';
import { archiveOfMany, assertFits, questionsOfMany } from '../../shared/api/manyExport.ts';
import { contentDisposition } from '../../shared/exports/fileName.ts';
import { endpoint } from '../bindings/endpoint.ts';

// What is as long as all lessons together is sent while it is made, and never kept whole.
app.setup({ enableHttpStream: true });

endpoint('manyExport', async ({ path: { format }, query: { names, language, ...selection }, rights }) => {
  await assertFits(selection, rights);
  return {
    headers: {
      'content-type': format === 'zip' ? 'application/zip' : 'text/csv; charset=utf-8',
      'content-disposition': contentDisposition('attachment', `askwell-lessons.${format}`),
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
    },
    body:
      format === 'zip'
        ? archiveOfMany(selection, rights, names, language)
        : bytesOf(questionsOfMany(selection, rights, names)),
  };
});

async function* bytesOf(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece);
}
