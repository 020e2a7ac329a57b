import {
  deletionQuerySchema,
  detailsChangeSchema,
  lessonListQuerySchema,
  lessonListResponseSchema,
  lessonResponseSchema,
  mediaResponseSchema,
  meResponseSchema,
  receiptSchema,
  sitesResponseSchema,
  uploadRequestSchema,
  uploadResponseSchema,
} from '../contract.ts';
import { healthPartsSchema, healthSchema } from '../health.ts';
import {
  body,
  down,
  ifMatch,
  ifNoneMatch,
  invalid,
  json,
  known,
  lessonId,
  ok,
  problem,
  queryParameters,
  unknown,
  wrongBody,
} from './parts.ts';

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
      parameters: [...queryParameters(lessonListQuerySchema), ifNoneMatch],
      responses: { ...ok('One page.', lessonListResponseSchema), ...known, ...invalid, ...down },
    },
  },
  '/lessons/{id}': {
    get: {
      summary: 'One lesson with its metrics and progress',
      parameters: [lessonId, ifNoneMatch],
      responses: { ...ok('The lesson.', lessonResponseSchema), ...known, ...invalid, ...unknown, ...down },
    },
    delete: {
      summary: 'Delete the lesson with everything of it',
      parameters: [lessonId, ...queryParameters(deletionQuerySchema)],
      responses: { ...ok('What was deleted.', receiptSchema), ...invalid, ...unknown, ...down },
    },
    patch: {
      summary: 'Change what people say of a lesson; what is absent stays, null clears',
      parameters: [lessonId, ifMatch],
      requestBody: body(detailsChangeSchema),
      responses: {
        ...ok('The lesson as it now is.', lessonResponseSchema),
        ...invalid,
        ...unknown,
        412: problem('The lesson has changed since it was read.'),
        ...wrongBody,
        ...down,
      },
    },
  },
  '/lessons/{id}/media': {
    get: {
      summary: 'Addresses of the video and the poster, each good for half an hour to an hour',
      parameters: [lessonId, ifNoneMatch],
      responses: { ...ok('The addresses.', mediaResponseSchema), ...known, ...invalid, ...unknown, ...down },
    },
  },
  '/lessons/{id}/reanalysis': {
    post: {
      summary: 'Analyse the lesson once more; reviews are kept',
      parameters: [lessonId],
      responses: {
        202: { description: 'It has begun.', content: json(lessonResponseSchema, 'output') },
        ...invalid,
        ...unknown,
        409: problem('It is running already, its video is gone, or a newer upload waits; `code` says which.'),
        ...down,
      },
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
