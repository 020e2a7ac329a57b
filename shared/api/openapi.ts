import { z } from 'zod';
import { codedQuestionSchema } from '../lessons/question.ts';
import {
  lessonIdSchema,
  lessonListQuerySchema,
  lessonListResponseSchema,
  lessonResponseSchema,
  predictionRequestSchema,
  predictionResponseSchema,
  questionsResponseSchema,
  reviewRequestSchema,
  transcriptFormatSchema,
} from './contract.ts';
import { healthSchema } from './health.ts';
import { problemSchema } from './problem.ts';

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) },
});
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: z.toJSONSchema(problemSchema) } },
});
const body = (schema: z.ZodType) => ({ required: true, content: json(schema, 'input') });
const ok = (description: string, schema: z.ZodType) => ({ 200: { description, content: json(schema, 'output') } });
const inPath = (name: string, schema: z.ZodType) => ({
  name,
  in: 'path',
  required: true,
  schema: z.toJSONSchema(schema),
});
const lessonId = inPath('id', lessonIdSchema);

function queryParameters(schema: z.ZodObject) {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: property,
  }));
}

const invalid = { 400: problem('The request is not valid; `detail` says where and why.') };
const unknown = { 404: problem('There is no such thing, or no result yet.') };
const wrongBody = { 413: problem('The body is too large.'), 415: problem('The body is not JSON.') };
const down = { 503: problem('Something that Askwell needs does not answer; try again.') };

/** The API's description (OpenAPI 3.1), made from the schemas that check its requests. */
export function openApi() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Askwell',
      version: '1',
      description:
        'Which questions an educator asked, open-ended (OEQ) or closed-ended (CEQ), and the wait after each.',
      license: { name: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ functionKey: [] }],
    components: { securitySchemes: { functionKey: { type: 'apiKey', in: 'header', name: 'x-functions-key' } } },
    paths: {
      '/predictions': {
        post: {
          summary: 'Code questions',
          requestBody: body(predictionRequestSchema),
          responses: {
            ...ok('A code for each question, in their order.', predictionResponseSchema),
            ...invalid,
            ...wrongBody,
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
      '/lessons/{id}/questions': {
        get: {
          summary: 'The coded questions of a lesson',
          parameters: [lessonId],
          responses: { ...ok('In order of time.', questionsResponseSchema), ...invalid, ...unknown, ...down },
        },
      },
      '/lessons/{id}/questions/{questionId}/review': {
        put: {
          summary: "Record a person's code; If-Match makes it safe against others",
          parameters: [lessonId, inPath('questionId', z.string())],
          requestBody: body(reviewRequestSchema),
          responses: {
            ...ok('The question as it now is.', codedQuestionSchema),
            ...invalid,
            ...unknown,
            412: problem('The question has changed since it was read.'),
            ...wrongBody,
            ...down,
          },
        },
      },
      '/lessons/{id}/transcript.{format}': {
        get: {
          summary: 'The transcript as JSON, WebVTT or SubRip',
          parameters: [lessonId, inPath('format', transcriptFormatSchema)],
          responses: { 200: { description: 'The transcript.' }, ...invalid, ...unknown, ...down },
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
    },
  };
}
