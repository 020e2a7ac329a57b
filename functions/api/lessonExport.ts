import { takeAway } from '../../shared/api/takeAway.ts';
import { contentDisposition, safeFileName } from '../../shared/exports/fileName.ts';
import { formats } from '../../shared/exports/formats.ts';
import { neutralName } from '../../shared/names/maskLesson.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('lessonExport', async ({ path, query, rights }) => {
  const taken = await takeAway(path.id, rights, query);
  const { contentType, disposition, policy = "default-src 'none'", write } = formats[path.format];
  // Of a title whose names are masked little is left to tell files by.
  const name = query.names === 'masked' ? neutralName(taken.lesson.id) : taken.lesson.title;
  const fileName = safeFileName(name, path.format);
  return {
    headers: {
      'content-type': contentType,
      'content-disposition': contentDisposition(disposition, fileName),
      'content-security-policy': `${policy}; frame-ancestors 'self'`,
      'x-content-type-options': 'nosniff',
    },
    body: write(taken, query.language),
  };
});
