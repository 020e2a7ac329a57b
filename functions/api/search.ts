import { search } from '../../shared/api/search.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('search', async ({ body, rights }) => ({ jsonBody: await search(body, rights) }));
