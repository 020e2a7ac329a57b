import { exportFormatSchema, namesQuerySchema } from '../../shared/api/contract.ts';
import { checked, queryOf } from '../../shared/api/route.ts';
import { takeAway } from '../../shared/api/takeAway.ts';
import { contentDisposition, safeFileName } from '../../shared/exports/fileName.ts';
import { formats } from '../../shared/exports/formats.ts';
import { guarded } from '../bindings/guarded.ts';

guarded('lessonExport', {
  methods: ['GET'],
  route: 'api/v1/lessons/{id}/export.{format}',
  handler: async (request) => {
    const format = checked(exportFormatSchema, request.params.format);
    const taken = await takeAway(request.params.id, checked(namesQuerySchema, queryOf(request)));
    const { contentType, disposition, policy = "default-src 'none'", write } = formats[format];
    const fileName = safeFileName(taken.lesson.title, format);
    return {
      headers: {
        'content-type': contentType,
        'content-disposition': contentDisposition(disposition, fileName),
        'content-security-policy': `${policy}; frame-ancestors 'self'`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-cache',
      },
      body: write(taken),
    };
  },
});
