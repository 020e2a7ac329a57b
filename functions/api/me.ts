import { describeCaller } from '../../shared/api/me.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('me', async ({ caller }) => ({ jsonBody: describeCaller(caller) }));
