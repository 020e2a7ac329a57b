import { exportJsonSchema } from '../../exports/json.ts';
import { exportFormatSchema, namesQuerySchema } from '../contract.ts';
import { down, inPath, invalid, json, lessonId, queryParameters, unknown } from './parts.ts';

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
};
