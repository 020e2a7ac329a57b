import {
  lessonListQuerySchema,
  lessonListResponseSchema,
  lessonResponseSchema,
  meResponseSchema,
  sitesResponseSchema,
  uploadRequestSchema,
  uploadResponseSchema,
} from '../contract.ts';
import { healthPartsSchema, healthSchema } from '../health.ts';
import { body, down, invalid, json, lessonId, ok, problem, queryParameters, unknown, wrongBody } from './parts.ts';

/** What is asked of uploads, lessons and sites. */
export const lessonPaths = {
  '/uploads': {
    post: {
      summary: 'Where and how to upload a video; asked again, an interrupted upload goes on',
      requestBody: body(uploadRequestSchema),
      responses: {
        ...ok('Write-only access to one blob, for two hours.', uploadResponseSchema),
        400: problem('The request is not valid, or the file would be refused; `code` says which.'),
        409: problem('The site has a video of this name, and "replace" is not true.'),
        ...wrongBody,
        ...down,
      },
    },
  },
  '/lessons': {
    get: {
      summary: 'List lessons, the newest upload first',
      parameters: queryParameters(lessonListQuerySchema),
      responses: { ...ok('One page.', lessonListResponseSchema), ...invalid, ...down },
    },
  },
  '/lessons/{id}': {
    get: {
      summary: 'One lesson with its metrics and progress',
      parameters: [lessonId],
      responses: { ...ok('The lesson.', lessonResponseSchema), ...invalid, ...unknown, ...down },
    },
  },
  '/sites': {
    get: {
      summary: 'The sites that have lessons',
      responses: { ...ok('By name.', sitesResponseSchema), ...down },
    },
  },
  '/me': {
    get: {
      summary: 'Who asks, what they may do, and which files are taken',
      responses: ok('The caller.', meResponseSchema),
    },
  },
  '/health/parts': {
    get: {
      summary: 'Whether each part that a lesson needs answers now, and how fast',
      responses: {
        ...ok('All answer.', healthPartsSchema),
        503: { description: 'Something does not.', content: json(healthPartsSchema, 'output') },
      },
    },
  },
  '/health': {
    get: {
      summary: 'Whether what the API needs answers now',
      security: [],
      responses: {
        ...ok('All answer.', healthSchema),
        503: { description: 'Something does not.', content: json(healthSchema, 'output') },
      },
    },
  },
};
