import { exportJsonSchema } from '../../exports/json.ts';
import { exportFormatSchema, namesQuerySchema, rosterSchema, siteIdSchema } from '../contract.ts';
import {
  body,
  down,
  inHeader,
  inPath,
  invalid,
  json,
  lessonId,
  ok,
  problem,
  queryParameters,
  unknown,
  wrongBody,
} from './parts.ts';

/** What is asked for to take away. */
export const takeAwayPaths = {
  '/lessons/{id}/export.{format}': {
    get: {
      summary: 'The lesson to take away: CSV, JSON, subtitles with the codes, ELAN, a report to print',
      parameters: [lessonId, inPath('format', exportFormatSchema), ...queryParameters(namesQuerySchema)],
      responses: {
        200: {
          description: "A file. People's reviews count in place of the machine's codes.",
          content: {
            ...json(exportJsonSchema, 'output'),
            'text/csv': {},
            'text/vtt': {},
            'application/x-subrip': {},
            'application/xml': {},
            'text/html': {},
          },
        },
        ...invalid,
        ...unknown,
        ...down,
      },
    },
  },
  '/sites/{site}/roster': {
    get: {
      summary: "The names that are masked in a site's lessons besides those that are recognised",
      parameters: [inPath('site', siteIdSchema)],
      responses: {
        ...ok('The names, and their ETag; an empty list where there is none.', rosterSchema),
        ...invalid,
        ...down,
      },
    },
    put: {
      summary: 'Write the names; an empty list deletes them. If-Match makes it safe against others',
      parameters: [inPath('site', siteIdSchema), inHeader('if-match', "the roster's ETag")],
      requestBody: body(rosterSchema),
      responses: {
        ...ok('The names as they now are.', rosterSchema),
        ...invalid,
        412: problem('The roster has changed since it was read.'),
        ...wrongBody,
        ...down,
      },
    },
  },
};
