import { lessonPaths } from './openapi/lessons.ts';
import { questionPaths } from './openapi/questions.ts';
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
    security: [{ functionKey: [] }],
    components: { securitySchemes: { functionKey: { type: 'apiKey', in: 'header', name: 'x-functions-key' } } },
    paths: { ...lessonPaths, ...questionPaths, ...takeAwayPaths },
  };
}
