import { reanalysisOffers } from '../../shared/api/reanalysisOffers.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('reanalysisOffers', async ({ query, rights }) => ({
  jsonBody: await reanalysisOffers(query.lessons.split(','), rights),
}));
