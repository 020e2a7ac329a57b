import { predict } from '../../shared/api/predict.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('predictions', async ({ body }) => ({ jsonBody: await predict(body) }));
