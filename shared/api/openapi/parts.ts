import { z } from 'zod';
import { lessonIdSchema } from '../contract.ts';
import { problemSchema } from '../problem.ts';

// Schemas as OpenAPI 3.1 has them, and the answers that many routes share.

export const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) },
});

export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: z.toJSONSchema(problemSchema) } },
});

export const body = (schema: z.ZodType) => ({ required: true, content: json(schema, 'input') });
export const ok = (description: string, schema: z.ZodType) => ({
  200: { description, content: json(schema, 'output') },
});

export const inPath = (name: string, schema: z.ZodType) => ({
  name,
  in: 'path',
  required: true,
  schema: z.toJSONSchema(schema),
});

export const inHeader = (name: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

export function queryParameters(schema: z.ZodObject) {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: property,
  }));
}

export const lessonId = inPath('id', lessonIdSchema);
export const invalid = { 400: problem('The request is not valid; `detail` says where and why.') };
export const unknown = { 404: problem('There is no such thing, or no result yet.') };
export const known = { 304: { description: 'Nothing changed since the ETag in If-None-Match.' } };
export const ifMatch = inHeader('if-match', 'the ETag that the change is based on; without it, whatever is there');
export const ifNoneMatch = inHeader('if-none-match', 'the ETag of what is known already');
export const wrongBody = { 413: problem('The body is too large.'), 415: problem('The body is not JSON.') };
export const down = { 503: problem('Something that Askwell needs does not answer; try again.') };
