import { app, type InvocationContext } from '@azure/functions';
import { containers } from '../../shared/lessons/blobPaths.ts';
import { config } from '../../shared/settings/config.ts';
import { admitPatiently } from '../../shared/stages/admitPatiently.ts';
import { log } from '../../shared/telemetry/log.ts';
import { annotate } from '../../shared/telemetry/trace.ts';
import { registerBlobReference } from '../bindings/blobReference.ts';

config();
registerBlobReference();
const hostEnds = new AbortController();
app.hook.appTerminate(() => hostEnds.abort());

// A reference binding: the function is told which blob, and never handed its bytes.
app.storageBlob('videoUploaded', {
  path: `${containers.videos}/{name}`,
  connection: 'AskwellStorage',
  source: 'EventGrid',
  sdkBinding: true,
  handler: async (blob: unknown, context: InvocationContext) => {
    const admitted = await admitPatiently(blob, hostEnds.signal);
    const { outcome, lessonId, revision } = admitted;
    annotate({ 'askwell.outcome': outcome, 'askwell.lesson.id': lessonId, 'askwell.lesson.revision': revision });
    log(context, admitted.detailsLeftOut === undefined ? 'info' : 'warn', 'upload.seen', { ...admitted });
  },
});
