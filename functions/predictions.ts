import { app } from '@azure/functions';
import { predictionLimits, predictionRequestSchema } from '../shared/api/contract.ts';
import { predict } from '../shared/api/predict.ts';
import { answering, jsonBody } from '../shared/api/route.ts';

app.http('predictions', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'api/v1/predictions',
  handler: answering(async (request) => ({
    jsonBody: await predict(await jsonBody(request, predictionRequestSchema, predictionLimits.bodyBytes)),
  })),
});
