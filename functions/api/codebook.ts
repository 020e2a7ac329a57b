import { codebookView } from '../../shared/api/codebookView.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('codebook', async ({ query: { site = '' } }) => ({ jsonBody: codebookView(site) }));
