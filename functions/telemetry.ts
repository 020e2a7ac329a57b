import { app } from '@azure/functions';
import { traced } from '../shared/telemetry/invocations.ts';
import { startTelemetry, stopTelemetry, telemetryAsked } from '../shared/telemetry/start.ts';

// Loading the exporters goes on beside the host's own start; the first invocation waits for it.
if (telemetryAsked()) {
  app.hook.appStart(() => void startTelemetry());
  app.hook.preInvocation(async (invocation) => {
    await startTelemetry();
    traced(invocation);
  });
  app.hook.appTerminate(stopTelemetry);
}
