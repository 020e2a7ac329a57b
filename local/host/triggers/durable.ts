import { createHash } from 'node:crypto';
import type { DurableExtension, DurableInvoker, DurableTrigger } from '../../durable/contract.ts';
import { createDurableExtension } from '../../durable/extension.ts';
import { type Lookup, resolveSettings } from '../bindingExpressions.ts';
import type { Connections } from '../connections.ts';
import type { RpcTypedData } from '../coreTypes.ts';
import type { FunctionDefinition } from '../functionDefinition.ts';
import type { HostJson } from '../hostJson.ts';
import type { Invoker, TriggerEvent } from '../invoke.ts';
import type { HostLog } from '../log.ts';
import { fromTypedData, toTypedData } from '../typedData.ts';

export interface DurableTriggerOptions {
  readonly functions: readonly FunctionDefinition[];
  readonly connections: Connections;
  readonly setting: Lookup;
  readonly config: HostJson['extensions']['durableTask'];
  /** The host's own address. */
  readonly url: string;
  /** Empty when no key is asked for. */
  readonly systemKey: string;
  readonly invoker: Invoker;
  readonly log: HostLog;
}

/** The durable extension, fed with the app's functions. */
export function createDurable(options: DurableTriggerOptions): DurableExtension {
  const byName = new Map(options.functions.map((definition) => [definition.name.toLowerCase(), definition]));
  const named = (type: string) =>
    options.functions.filter(({ trigger, disabled }) => trigger.type === type && !disabled).map(({ name }) => name);

  const invoker: DurableInvoker = {
    async invoke(functionName, trigger) {
      const definition = byName.get(functionName.toLowerCase());
      if (!definition) throw new Error(`The function '${functionName}' doesn't exist, is disabled, or is not durable.`);
      const response = await options.invoker.invoke(definition, durableEvent(trigger));
      const value = fromTypedData(response.returnValue);
      return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
    },
  };
  const { storageProvider, hubName, defaultVersion, versionMatchStrategy, versionFailureStrategy } = options.config;
  return createDurableExtension({
    connectionString: options.connections.connectionString(
      storageProvider.connectionName ?? storageProvider.connectionStringName,
      'Storage',
    ),
    taskHub: resolveSettings(hubName, options.setting, 'host.json, extensions.durableTask.hubName'),
    baseUrl: `${options.url}/runtime/webhooks/durabletask`,
    systemKey: options.systemKey,
    orchestrators: named('orchestrationTrigger'),
    activities: named('activityTrigger'),
    entities: named('entityTrigger'),
    versions: { defaultVersion, versionMatchStrategy, versionFailureStrategy },
    maxConcurrentOrchestrators: options.config.maxConcurrentOrchestratorFunctions,
    maxConcurrentActivities: options.config.maxConcurrentActivityFunctions,
    maxConcurrentEntities: options.config.maxConcurrentEntityFunctions,
    invoker,
    log: (level, event, fields) => options.log.write(level, 'Host.Durable', event, fields),
  });
}

/** One trace for an instance, whoever runs a part of it. An app that carries a trace of its own goes on with that. */
function traceOf(instanceId: string): string {
  const digest = createHash('sha256').update(instanceId).digest('hex');
  return `00-${digest.slice(0, 32)}-${digest.slice(32, 48)}-01`;
}

function durableEvent({ kind, instanceId, data }: DurableTrigger): TriggerEvent {
  // Azure hands a text over as it is and everything else as JSON, both as a string that the library tries to parse:
  // an activity whose input is the text "12" receives the number there, and so it does here.
  const text: RpcTypedData = { string: typeof data === 'string' ? data : JSON.stringify(data ?? null) };
  const isNothing = data === undefined || data === null;
  return {
    reason: `${kind} ${instanceId}`,
    instanceId,
    traceParent: traceOf(instanceId),
    data: isNothing ? {} : text,
    bindingData: { ...(typeof data === 'object' ? data : {}), instanceId, data },
    metadata: { instanceId: toTypedData(instanceId), ...(kind === 'activity' && !isNothing ? { data: text } : {}) },
  };
}
