import { z } from 'zod';
import type { Answer, Endpoint } from './endpoints/endpoint.ts';
import { groups } from './endpoints.ts';
import { problemSchema } from './problem.ts';

/** The API's description (OpenAPI 3.1), made from the table of endpoints and the schemas that check its requests. */
export function openApi() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Askwell',
      version: '1',
      description:
        'Which questions an educator asked, open-ended (OEQ) or closed-ended (CEQ), and the wait after each.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    // Which of the two, the setting SIGN_IN says.
    security: [{ signIn: [] }, { functionKey: [] }],
    tags: groups.map(({ name, description }) => ({ name, description })),
    components: {
      securitySchemes: {
        signIn: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'a token of Entra ID with a role' },
        functionKey: { type: 'apiKey', in: 'header', name: 'x-functions-key' },
      },
      schemas: { Problem: schemaOf(problemSchema, 'output') },
    },
    paths: paths(),
  };
}

type Operation = ReturnType<typeof operation>;

function paths(): Record<string, Record<string, Operation>> {
  const found: Record<string, Record<string, Operation>> = {};
  for (const { name: tag, rows } of groups) {
    for (const [name, row] of Object.entries(rows)) {
      const methods = found[row.route] ?? {};
      methods[row.method.toLowerCase()] = operation(tag, name, row);
      found[row.route] = methods;
    }
  }
  return found;
}

function operation(tag: string, operationId: string, row: Endpoint) {
  const parameters = [
    ...parametersOf('path', row.path),
    ...parametersOf('query', row.query),
    ...(row.etag === undefined ? [] : ['known' in row.etag ? ifNoneMatch : ifMatch]),
  ];
  return {
    operationId,
    tags: [tag],
    summary: row.summary,
    description: whoMayCall(row.roles),
    ...(row.roles === 'world' ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(row.body === undefined
      ? {}
      : { requestBody: { required: row.mayLackBody !== true, content: json(row.body, 'input') } }),
    responses: { ...problemsOf(row), ...answersOf(row) },
  };
}

function whoMayCall(roles: Endpoint['roles']): string {
  if (roles === 'world') return 'For everybody.';
  if (roles === 'anybody') return 'For whoever has signed in.';
  return `For the role ${[...roles, 'admin'].join(' or ')}.`;
}

function answersOf({ answers, etag }: Endpoint): Record<string, object> {
  const known = etag !== undefined && 'known' in etag;
  return {
    ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, answerOf(answer)])),
    ...(known ? { 304: { description: 'Nothing changed since the ETag in If-None-Match.' } } : {}),
  };
}

const answerOf = ({ says, json: schema, files = [] }: Answer) => ({
  description: says,
  content: {
    ...(schema === undefined ? {} : json(schema, 'output')),
    ...Object.fromEntries(files.map((type) => [type, { schema: { type: 'string' } }])),
  },
});

// What follows from a row, and what it says itself.
function problemsOf(row: Endpoint): Record<string, object> {
  const basis = row.etag !== undefined && 'basis' in row.etag ? row.etag.basis : undefined;
  const says: Record<number, string | undefined> = {
    400: 'The request is not valid; `code` and `detail` say where and why.',
    ...(row.roles === 'world' ? {} : { 401: 'Nobody has signed in.' }),
    ...(row.roles === 'world' || row.roles === 'anybody' ? {} : { 403: 'The role does not suffice.' }),
    ...(basis === undefined ? {} : { 412: basis }),
    ...(row.body === undefined ? {} : { 413: 'The body is too large.', 415: 'The body is not JSON.' }),
    500: 'Askwell failed; its logs say more.',
    503: 'Something that Askwell needs does not answer; try again.',
    ...row.problems,
  };
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(Object.entries(says).map(([status, description]) => [status, { description, content }]));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  // OpenAPI 3.1 has this dialect already.
  const { $schema, ...made } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' });
  return made;
}

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: schemaOf(schema, io) },
});

function parametersOf(where: 'path' | 'query', schema: z.ZodObject | undefined) {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input');
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: property,
  }));
}

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});
const ifMatch = header('if-match', 'the ETag that the change is based on; without it, whatever is there');
const ifNoneMatch = header('if-none-match', 'the ETag of what is known already');
