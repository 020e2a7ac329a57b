import {
  namesQuerySchema,
  predictionRequestSchema,
  predictionResponseSchema,
  questionIdSchema,
  questionResponseSchema,
  questionsQuerySchema,
  questionsResponseSchema,
  reviewRequestSchema,
  transcriptFormatSchema,
  waveformResponseSchema,
} from '../contract.ts';
import {
  body,
  down,
  ifMatch,
  ifNoneMatch,
  inPath,
  invalid,
  known,
  lessonId,
  ok,
  problem,
  queryParameters,
  unknown,
  wrongBody,
} from './parts.ts';

/** What is asked of questions and transcripts. */
export const questionPaths = {
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
  '/lessons/{id}/questions': {
    get: {
      summary: 'The coded questions of a lesson',
      parameters: [lessonId, ...queryParameters(questionsQuerySchema), ifNoneMatch],
      responses: { ...ok('In order of time.', questionsResponseSchema), ...known, ...invalid, ...unknown, ...down },
    },
  },
  '/lessons/{id}/questions/{questionId}/review': {
    put: {
      summary: "Record a person's code; If-Match makes it safe against others",
      parameters: [lessonId, inPath('questionId', questionIdSchema), ifMatch],
      requestBody: body(reviewRequestSchema),
      responses: {
        ...ok('The question as it now is.', questionResponseSchema),
        ...invalid,
        ...unknown,
        412: problem('The question has changed since it was read.'),
        ...wrongBody,
        ...down,
      },
    },
    delete: {
      summary: "Take a person's code back; the machine's counts again",
      parameters: [lessonId, inPath('questionId', questionIdSchema), ifMatch],
      responses: {
        ...ok('The question as it now is.', questionResponseSchema),
        ...invalid,
        ...unknown,
        412: problem('The question has changed since it was read.'),
        ...down,
      },
    },
  },
  '/lessons/{id}/waveform': {
    get: {
      summary: "The recording's loudness, for drawing",
      parameters: [lessonId],
      responses: { ...ok('Per cent of the loudest.', waveformResponseSchema), ...invalid, ...unknown, ...down },
    },
  },
  '/lessons/{id}/transcript.{format}': {
    get: {
      summary: 'The transcript as JSON, WebVTT or SubRip',
      parameters: [lessonId, inPath('format', transcriptFormatSchema), ...queryParameters(namesQuerySchema)],
      responses: { 200: { description: 'The transcript.' }, ...invalid, ...unknown, ...down },
    },
  },
};
