import { createRequire } from 'node:module';
import type * as DurableFunctions from 'durable-functions';
import type { DurableInvoker, DurableTrigger } from '../durable/contract.ts';

/** Test seam: stands in for the functions host, around the real `durable-functions` and `@azure/functions`. */

interface Binding {
  readonly type: string;
}
interface Registered {
  readonly name: string;
  readonly bindings: Record<string, Binding>;
  readonly handler: (...inputs: unknown[]) => unknown;
}
interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], handler: Registered['handler']): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ returnValue?: TypedData | null }>;
}
interface TypedData {
  readonly json?: string;
  readonly string?: string;
  readonly int?: number;
  readonly double?: number;
}

const functions = new Map<string, Registered>();
let model: { getInvocationModel(coreContext: unknown): InvocationModel } | undefined;

const coreModule = {
  version: '0.0.0',
  hostVersion: '4.0.0',
  setProgrammingModel(given: NonNullable<typeof model>): void {
    model = given;
  },
  registerFunction(metadata: Omit<Registered, 'handler'>, handler: Registered['handler']): void {
    functions.set(metadata.name.toLowerCase(), { ...metadata, handler });
  },
  registerHook: () => ({ dispose: () => undefined }),
  log: () => undefined,
};

const require = createRequire(import.meta.url);
// The core module is provided by the host alone, so Node finds it only where the host puts it.
const Module: { prototype: { require(this: unknown, id: string): unknown } } = require('node:module');
const original = Module.prototype.require;
Module.prototype.require = function (id) {
  return id === '@azure/functions-core' ? coreModule : original.call(this, id);
};

/** The real SDK, loaded so that it registers with this seam. */
export const df: typeof DurableFunctions = require('durable-functions');
export const azureFunctions: typeof import('@azure/functions') = require('@azure/functions');

/** Names of all registered functions with a trigger of this type. */
export function registered(type: 'orchestrationTrigger' | 'activityTrigger' | 'entityTrigger'): string[] {
  const all = [...functions.values()];
  return all
    .filter(({ bindings }) => Object.values(bindings).some((each) => each.type === type))
    .map(({ name }) => name);
}

export const testInvoker: DurableInvoker = {
  async invoke(functionName: string, trigger: DurableTrigger): Promise<unknown> {
    const found = functions.get(functionName.toLowerCase());
    if (!found || !model) throw new Error(`no function '${functionName}'`);
    const [bindingName] = Object.entries(found.bindings).find(([, { type }]) => type.endsWith('Trigger')) ?? [];
    const invocation = model.getInvocationModel({
      invocationId: `${functionName}-${trigger.instanceId}`,
      request: { inputData: [{ name: bindingName, data: { json: JSON.stringify(trigger.data) } }] },
      metadata: { name: found.name, bindings: found.bindings },
      log: () => undefined,
      state: undefined,
    });
    const { context, inputs } = await invocation.getArguments();
    const result = await invocation.invokeFunction(context, inputs, found.handler);
    const { returnValue } = await invocation.getResponse(context, result);
    if (returnValue?.json !== undefined) return JSON.parse(returnValue.json);
    return returnValue?.string ?? returnValue?.int ?? returnValue?.double ?? null;
  },
};
