import SwaggerParser from '@apidevtools/swagger-parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { openApi } from '../../../shared/api/openapi.ts';
import { extensions } from '../../../shared/lessons/contentTypes.ts';

// As it goes over the wire.
const description = JSON.parse(JSON.stringify(openApi())) as ReturnType<typeof openApi>;
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
);

function* within(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const inner of Object.values(value)) yield* within(inner);
}

test('the description is valid OpenAPI', async () => {
  const copy = structuredClone(description);
  await expect(
    SwaggerParser.validate(copy as unknown as Parameters<typeof SwaggerParser.validate>[0]),
  ).resolves.toBeDefined();
});

test('its licence is named so that a program knows it', () => {
  expect(description.info.license).toEqual({ name: 'MIT', identifier: 'MIT' });
});

test('every operation has an id of its own, a group that is described, and says what a bad request is answered', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(operations.length).toBeGreaterThan(20);
  expect(new Set(ids).size).toBe(operations.length);
  const groups = description.tags.map(({ name }) => name);
  for (const { name, operationId, tags, responses } of operations) {
    expect(operationId, name).toMatch(/^[a-z][A-Za-z]+$/);
    expect(groups, name).toContain(tags[0]);
    expect(Object.keys(responses), name).toContain('400');
  }
});

test('every error is told as problem details', () => {
  for (const { name, responses } of operations) {
    for (const [status, answer] of Object.entries(responses)) {
      if (Number(status) < 400 || (name.includes('/health') && status === '503')) continue;
      expect(answer, `${name} ${status}`).toMatchObject({
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      });
    }
  }
});

test('what an object requires it also describes, and no rule is told twice', () => {
  for (const schema of within(description.paths)) {
    const { required, properties = {}, allOf = [] } = schema;
    // Parameters and bodies say `required: true`.
    if (Array.isArray(required)) expect(Object.keys(properties as object)).toEqual(expect.arrayContaining(required));
    const rules = [schema, ...(allOf as Record<string, unknown>[])].flatMap(({ pattern }) => pattern ?? []);
    expect(new Set(rules).size).toBe(rules.length);
  }
});

describe('a request that would be refused', () => {
  // Formats are told beside patterns that say the same.
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const accepts = (operationId: string, value: unknown): boolean => {
    const body = operations.find((operation) => operation.operationId === operationId)?.requestBody;
    if (body === undefined) throw new Error(`${operationId} takes no body`);
    return ajv.validate(body.content['application/json'].schema, value);
  };
  const upload = { fileName: 'lesson.mp4', sizeBytes: 5 };

  test.each([
    ['a file of another kind', 'uploads', { ...upload, fileName: 'lesson.txt' }],
    ['a file without a name', 'uploads', { ...upload, fileName: '.mp4' }],
    ['a file in a folder', 'uploads', { ...upload, fileName: 'a/lesson.mp4' }],
    ['an empty file', 'uploads', { ...upload, sizeBytes: 0 }],
    ['a site that ends in a dot', 'uploads', { ...upload, site: 'north.' }],
    ['a site of spaces', 'uploads', { ...upload, site: '   ' }],
    ['a day before there were such files', 'uploads', { ...upload, details: { recordedOn: '1989-12-31' } }],
    ['a day that no calendar has', 'lessonDetails', { recordedOn: '2026-02-30' }],
    ['a title of spaces', 'lessonDetails', { title: '  ' }],
    ['a subtype that no codebook can have', 'questionReview', { label: 'OEQ', subtype: '=why' }],
    ['a blank question', 'predictions', { questions: [' '] }],
    ['a blank name', 'siteRosterChange', { names: [' '] }],
  ])('is refused by the description, too: %s', (_, operationId, body) => {
    expect(accepts(operationId, body)).toBe(false);
  });

  test.each([
    ['uploads', { ...upload, site: 'North School', details: { recordedOn: '1990-01-01' } }],
    ...extensions.map((ending) => ['uploads', { ...upload, fileName: `a.b.${ending.toUpperCase()}` }] as const),
    ['lessonDetails', { title: null, recordedOn: null }],
    ['questionReview', { label: 'OEQ', subtype: 'explain' }],
    ['questionReview', { label: 'CEQ' }],
  ] as const)('others are not: %s %j', (operationId, body) => {
    expect(accepts(operationId, body)).toBe(true);
  });
});
