import { describeCaller } from '../../shared/api/me.ts';
import { guarded } from '../bindings/guarded.ts';

guarded('me', {
  methods: ['GET'],
  route: 'api/v1/me',
  handler: async (_request, _context, caller) => ({ jsonBody: describeCaller(caller) }),
});
