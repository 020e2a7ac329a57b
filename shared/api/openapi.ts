import { lessonPaths } from './openapi/lessons.ts';
import { problem } from './openapi/parts.ts';
import { questionPaths } from './openapi/questions.ts';
import { recoveryPaths } from './openapi/recovery.ts';
import { takeAwayPaths } from './openapi/takeAway.ts';

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
    // Which of the two, the setting SIGN_IN says.
    security: [{ signIn: [] }, { functionKey: [] }],
    components: {
      securitySchemes: {
        signIn: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'a token of Entra ID with a role' },
        functionKey: { type: 'apiKey', in: 'header', name: 'x-functions-key' },
      },
    },
    paths: guardedPaths({ ...lessonPaths, ...questionPaths, ...takeAwayPaths, ...recoveryPaths }),
  };
}

type Operation = { readonly responses: object; readonly security?: readonly unknown[] };

// What is not open to the world may answer these, too.
function guardedPaths(paths: Readonly<Record<string, object>>): Record<string, Record<string, Operation>> {
  const refusals = { 401: problem('Nobody has signed in.'), 403: problem('The role does not suffice.') };
  const guard = (operation: Operation): Operation =>
    operation.security?.length === 0 ? operation : { ...operation, responses: { ...operation.responses, ...refusals } };
  return Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, guard(operation)])),
    ]),
  );
}
