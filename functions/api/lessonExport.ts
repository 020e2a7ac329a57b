import { takeAway } from '../../shared/api/takeAway.ts';
import { contentDisposition, safeFileName } from '../../shared/exports/fileName.ts';
import { formats } from '../../shared/exports/formats.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('lessonExport', async ({ path, query, rights }) => {
  const taken = await takeAway(path.id, rights, query);
  const { contentType, disposition, policy = "default-src 'none'", write } = formats[path.format];
  const fileName = safeFileName(taken.lesson.title, path.format);
  return {
    headers: {
      'content-type': contentType,
      'content-disposition': contentDisposition(disposition, fileName),
      'content-security-policy': `${policy}; frame-ancestors 'self'`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
    },
    body: write(taken, query.language),
  };
});
