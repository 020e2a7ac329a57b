import { resolveSettings } from './bindingExpressions.ts';
import type { BindingValue, Input, Output, ParsedBinding, Trigger } from './bindings.ts';
import { parseInput, parseOutput, parseTrigger } from './bindings.ts';
import type { RegisteredFunction } from './coreModule.ts';
import type { FunctionCallback, FunctionMetadata, RpcBindingInfo } from './coreTypes.ts';
import { HostError } from './errors.ts';
import type { HostLog } from './log.ts';
import { type RetryPolicy, readRetryPolicy } from './retryPolicy.ts';

/** One function of the app, with its bindings checked and its app settings filled in. */
export interface FunctionDefinition {
  readonly name: string;
  readonly callback: FunctionCallback;
  /** As the library registered it; handed back to it with every invocation. */
  readonly metadata: FunctionMetadata;
  readonly scriptFile: string | undefined;
  readonly trigger: Trigger;
  readonly inputs: readonly Input[];
  /** By binding name; the function's return value goes to the one named `$return`. */
  readonly outputs: readonly Output[];
  readonly retry: RetryPolicy | undefined;
  readonly disabled: boolean;
}

type Settings = (name: string) => string | undefined;

/**
 * Checks one registered function. Throws a HostError that names the function and the binding for a type, property or
 * app setting that cannot be used.
 */
export function defineFunction(registered: RegisteredFunction, setting: Settings): FunctionDefinition {
  const { metadata, callback, scriptFile } = registered;
  if (!/^[A-Za-z][\w-]{0,126}$/.test(metadata.name)) {
    throw new HostError(
      `"${metadata.name}" is no function name: a letter, then letters, digits, - and _ (127 at most).`,
    );
  }
  let trigger: Trigger | undefined;
  const inputs: Input[] = [];
  const outputs: Output[] = [];
  for (const [name, info] of Object.entries(metadata.bindings)) {
    const where = `function "${metadata.name}", binding "${name}"`;
    const value = resolve(name, info, setting, where);
    if (/trigger$/i.test(value.type)) {
      if (trigger) throw new HostError(`${where}: a function has one trigger, this one has more.`);
      trigger = take(parseTrigger(value), where);
    } else if (info.direction === 'out') {
      outputs.push(take(parseOutput(value), where));
    } else {
      inputs.push(take(parseInput(value), where));
    }
  }
  if (!trigger) throw new HostError(`function "${metadata.name}" has no trigger.`);
  return {
    name: metadata.name,
    callback,
    metadata,
    scriptFile,
    trigger,
    inputs,
    outputs,
    retry: readRetryPolicy(metadata.retryOptions, metadata.name),
    disabled: isDisabled(metadata.name, setting),
  };
}

/**
 * Checks all functions of an app; `only` is host.json's list of those to run. A retry policy that Azure does not heed
 * for its trigger is not heeded here either, which is logged.
 */
export function defineFunctions(
  registered: ReadonlyMap<string, RegisteredFunction>,
  only: readonly string[] | undefined,
  setting: Settings,
  log: HostLog,
): readonly FunctionDefinition[] {
  const wanted = only?.map((name) => name.toLowerCase());
  for (const name of wanted ?? []) {
    if (!registered.has(name)) throw new HostError(`host.json, functions: the app has no function "${name}".`);
  }
  const functions = [...registered]
    .filter(([name]) => wanted?.includes(name) ?? true)
    .flatMap(([name, each]) => {
      try {
        return [defineFunction(each, setting)];
      } catch (thrown) {
        if (!(thrown instanceof HostError) || !isDisabled(each.metadata.name, setting)) throw thrown;
        // What is not to run need not be something that could.
        log.write('warn', 'Host', 'function.left-out', { function: name, reason: thrown.message });
        return [];
      }
    });
  for (const { name, retry, trigger } of functions) {
    if (retry && trigger.type !== 'timerTrigger') {
      log.write('warn', 'Host', 'retry-policy.without-effect', { function: name, trigger: trigger.type });
    }
  }
  return functions;
}

/** Whether the function needs the durable extension. */
export function usesDurable(definition: FunctionDefinition): boolean {
  const durable = /^(orchestration|activity|entity)Trigger$/.test(definition.trigger.type);
  return durable || definition.inputs.some(({ type }) => type === 'durableClient' || type === 'orchestrationClient');
}

/** Runs something for a function; a HostError out of it names the function. */
export function forFunction<T>({ name }: FunctionDefinition, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof HostError) throw new HostError(`function "${name}": ${thrown.message}`);
    throw thrown;
  }
}

function take<T>(parsed: ParsedBinding<T>, where: string): T {
  if ('problem' in parsed) throw new HostError(`${where}: ${parsed.problem}.`);
  return parsed.binding;
}

/** A route may hold a percent sign of its own, and these name things in code, so no app setting is looked for there. */
const literalProperties = new Set(['name', 'type', 'direction', 'route']);

function resolve(name: string, info: RpcBindingInfo, setting: Settings, where: string): BindingValue {
  const filled = Object.entries(info).map(([key, value]): [string, unknown] => {
    const resolvable = typeof value === 'string' && !literalProperties.has(key);
    return [key, resolvable ? resolveSettings(value, setting, `${where}, ${key}`) : value];
  });
  // The library leaves options that the app did not give as undefined properties.
  const given = filled.filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), name, type: info.type ?? '' };
}

function isDisabled(name: string, setting: Settings): boolean {
  const value = setting(`AzureWebJobs.${name}.Disabled`) ?? setting(`AzureWebJobs_${name}_Disabled`);
  return value !== undefined && /^(true|1)$/i.test(value);
}
