import { predictionLimits, predictionRequestSchema } from '../../shared/api/contract.ts';
import { predict } from '../../shared/api/predict.ts';
import { jsonBody } from '../../shared/api/route.ts';
import { guarded } from '../bindings/guarded.ts';

guarded('predictions', {
  methods: ['POST'],
  route: 'api/v1/predictions',
  handler: async (request) => ({
    jsonBody: await predict(await jsonBody(request, predictionRequestSchema, predictionLimits.bodyBytes)),
  }),
});
