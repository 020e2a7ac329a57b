import { app, type InvocationContext } from '@azure/functions';
import { keepReviewsSince } from '../../shared/backup/keepReviews.ts';
import { log } from '../../shared/telemetry/log.ts';

// Every hour, over three: what could not be kept when it was said, because storage failed, is kept now.
const hours = 3;

app.timer('keepReviews', {
  schedule: '0 17 * * * *',
  handler: async (_timer: unknown, context: InvocationContext) => {
    const count = await keepReviewsSince(new Date(Date.now() - hours * 3_600_000));
    log(context, count.failed === 0 ? 'info' : 'error', 'reviews.kept', count);
  },
});
