import { AzureMonitorMetricExporter, AzureMonitorTraceExporter } from '@azure/monitor-opentelemetry-exporter';
import { azureCredential } from '../credential.ts';
import type { Exporters } from './exporters.ts';

/**
 * Application Insights. With APPLICATIONINSIGHTS_AUTHENTICATION_STRING "Authorization=AAD" under the app's own identity,
 * as the Functions host reads that setting.
 */
export async function azureMonitor(environment: NodeJS.ProcessEnv): Promise<Exporters> {
  // Else the exporter counts its own calls, and tells its makers at an address that no private network lets through.
  process.env.APPLICATION_INSIGHTS_NO_STATSBEAT ??= 'true';
  process.env.APPLICATIONINSIGHTS_SDKSTATS_DISABLED ??= 'true';
  const byIdentity = /\bAuthorization=AAD\b/i.test(environment.APPLICATIONINSIGHTS_AUTHENTICATION_STRING ?? '');
  const options = {
    connectionString: environment.APPLICATIONINSIGHTS_CONNECTION_STRING ?? '',
    // What cannot be sent is dropped: an instance's disk goes with it.
    disableOfflineStorage: true,
    ...(byIdentity ? { credential: await azureCredential() } : {}),
  };
  return { spans: new AzureMonitorTraceExporter(options), metrics: new AzureMonitorMetricExporter(options) };
}
