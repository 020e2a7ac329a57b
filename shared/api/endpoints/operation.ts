import {
  codebookQuerySchema,
  codebookResponseSchema,
  healthPartsSchema,
  healthSchema,
  meResponseSchema,
  rebuildResponseSchema,
} from '../contract.ts';
import { type Endpoint, ok } from './endpoint.ts';

/** Who asks, how Askwell is, and how it is brought back. */
export const operation = {
  me: {
    method: 'GET',
    route: '/me',
    roles: 'anybody',
    about: 'nothing',
    summary: 'Who asks, what they may do, and which files are taken',
    answers: ok('The caller.', meResponseSchema),
  },
  // It says nothing of anybody's lessons.
  codebook: {
    method: 'GET',
    route: '/codebook',
    roles: ['uploader', 'coach', 'educator'],
    about: 'nothing',
    summary:
      "The codebook of a site, or of sites that have none of their own: subtypes and which of the machine's they are",
    query: codebookQuerySchema,
    answers: ok('Its subtypes in their order.', codebookResponseSchema),
  },
  health: {
    method: 'GET',
    route: '/health',
    roles: 'world',
    about: 'nothing',
    summary: 'Whether what the API needs answers now',
    answers: {
      ...ok('All answer.', healthSchema),
      503: { says: 'Something does not.', json: healthSchema },
    },
  },
  // For operators: it says what Askwell is made of, and how each part answers.
  healthParts: {
    method: 'GET',
    route: '/health/parts',
    roles: [],
    about: 'everything',
    summary: 'Whether each part that a lesson needs answers now, and how fast',
    answers: {
      ...ok('All answer.', healthPartsSchema),
      503: { says: 'Something does not.', json: healthPartsSchema },
    },
  },
  rebuild: {
    method: 'POST',
    route: '/rebuild',
    roles: [],
    about: 'everything',
    audit: 'changed',
    summary: "Write the database's documents back from blob storage",
    answers: { 202: { says: 'It has begun.', json: rebuildResponseSchema } },
    problems: { 409: 'A rebuild is under way.' },
  },
  rebuildStatus: {
    method: 'GET',
    route: '/rebuild',
    roles: [],
    about: 'everything',
    summary: 'How far the rebuild is, or what the last one did',
    answers: ok('The rebuild.', rebuildResponseSchema),
    problems: { 404: 'Nobody has asked for a rebuild.' },
  },
} as const satisfies Record<string, Endpoint>;
