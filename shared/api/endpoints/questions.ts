import {
  lessonPathSchema,
  predictionLimits,
  predictionRequestSchema,
  predictionResponseSchema,
  questionPathSchema,
  questionResponseSchema,
  questionsQuerySchema,
  questionsResponseSchema,
  reviewEventRequestSchema,
  reviewEventResponseSchema,
  reviewEventsResponseSchema,
  reviewRequestSchema,
} from '../contract.ts';
import { type Endpoint, ok, unknown } from './endpoint.ts';

const basis = 'The question has changed since it was read.';

/** Questions, their codes, and what people say of them. */
export const questions = {
  predictions: {
    method: 'POST',
    route: '/predictions',
    // Not for whoever can sign in: a large model that is asked for by name costs money.
    roles: ['uploader', 'coach'],
    summary: 'Code questions',
    body: predictionRequestSchema,
    maxBodyBytes: predictionLimits.bodyBytes,
    answers: ok('A code for each question, in their order.', predictionResponseSchema),
  },
  lessonQuestions: {
    method: 'GET',
    route: '/lessons/{id}/questions',
    roles: ['coach'],
    audit: 'seen',
    summary: 'The coded questions of a lesson',
    path: lessonPathSchema,
    query: questionsQuerySchema,
    etag: { known: true },
    answers: ok('In order of time.', questionsResponseSchema),
    problems: unknown,
  },
  questionReview: {
    method: 'PUT',
    route: '/lessons/{id}/questions/{questionId}/review',
    roles: ['coach'],
    audit: 'changed',
    summary: "Record a person's code; If-Match makes it safe against others",
    path: questionPathSchema,
    body: reviewRequestSchema,
    etag: { basis },
    answers: ok('The question as it now is.', questionResponseSchema),
    problems: unknown,
  },
  questionReviewUndo: {
    method: 'DELETE',
    route: '/lessons/{id}/questions/{questionId}/review',
    roles: ['coach'],
    audit: 'changed',
    summary: "Take a person's code back; the machine's counts again",
    path: questionPathSchema,
    etag: { basis },
    answers: ok('The question as it now is.', questionResponseSchema),
    problems: unknown,
  },
  reviewEvent: {
    method: 'POST',
    route: '/lessons/{id}/events',
    roles: ['coach'],
    audit: 'changed',
    summary:
      'Correct a lesson: code, note, no question, a question more, borders, join, split, text, who asked, undo. ' +
      'If-Match, of the question that it is about, makes it safe against others',
    path: lessonPathSchema,
    body: reviewEventRequestSchema,
    etag: { basis },
    answers: ok('What was recorded, and the questions that it changed.', reviewEventResponseSchema),
    problems: { ...unknown, 409: 'Another event has this id, or the lesson has as many events as can be kept.' },
  },
  reviewEvents: {
    method: 'GET',
    route: '/lessons/{id}/events',
    roles: ['coach'],
    audit: 'seen',
    summary: 'Everything that people said of a lesson: who, when, and what it was before',
    path: lessonPathSchema,
    etag: { known: true },
    answers: ok('In their order.', reviewEventsResponseSchema),
    problems: unknown,
  },
} as const satisfies Record<string, Endpoint>;
