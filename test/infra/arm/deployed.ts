import { readFile } from 'node:fs/promises';
import { compiledFile, withFiles } from '../../../scripts/build/bicep/compiled.ts';
import { evaluate, type Scope, Unknown, type Value } from './evaluate.ts';

/** A resource as it would be deployed. `name` is its full name: an account's container is "account/default/container". */
export interface Deployed {
  readonly type: string;
  readonly name: string;
  readonly module: string;
  readonly body: Value;
}

/** What a deployment would make: every resource whose condition holds, loops unrolled, and the outputs. */
export interface Deployment {
  readonly resources: readonly Deployed[];
  readonly outputs: Readonly<Record<string, Value>>;
}

export async function readTemplate(): Promise<Value> {
  const kept: Value = JSON.parse(await readFile(compiledFile, 'utf8'));
  return withFiles(kept.template);
}

/** Follows the template with these parameters, as Azure Resource Manager would, without asking Azure anything. */
export function deploy(template: Value, parameters: Readonly<Record<string, Value>>, module = 'main'): Deployment {
  const resources: Deployed[] = [];
  const outputsOf = new Map<string, Record<string, Value>>();
  const running = new Set<string>();
  const scope: Scope = {
    parameter(name) {
      if (name in parameters) return parameters[name];
      const declared = template.parameters?.[name];
      if (declared?.defaultValue === undefined) throw new Error(`${module}: the parameter ${name} is missing`);
      return evaluate(declared.defaultValue, scope);
    },
    variable(name) {
      const loop = (template.variables?.copy ?? []).find((one: Value) => one.name === name);
      if (loop !== undefined) return evaluate({ copy: [loop] }, scope)[name];
      const declared = template.variables?.[name];
      if (declared === undefined) throw new Error(`${module}: there is no variable ${name}`);
      return evaluate(declared, scope);
    },
    reference(name) {
      const { symbol, index } = /^(?<symbol>[^[]+)(\[(?<index>\d+)\])?$/.exec(name)?.groups ?? {};
      const resource = symbol === undefined ? undefined : asList(template.resources).get(symbol);
      if (symbol === undefined || resource?.type !== 'Microsoft.Resources/deployments')
        return new Unknown(`${module}:${name}`);
      run(symbol, resource, index === undefined ? undefined : Number(index));
      const outputs = outputsOf.get(name);
      if (outputs === undefined) throw new Error(`${module}: ${name} is asked for an output, but is not deployed`);
      return { outputs: Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, { value }])) };
    },
    loops: {},
    lambdas: {},
  };

  function run(symbol: string, resource: Value, only?: number): void {
    const count = resource.copy === undefined ? 1 : evaluate(resource.copy.count, scope);
    for (let index = 0; index < count; index++) {
      if (only !== undefined && index !== only) continue;
      const key = resource.copy === undefined ? symbol : `${symbol}[${index}]`;
      if (running.has(key)) continue;
      running.add(key);
      const inLoop =
        resource.copy === undefined ? scope : { ...scope, loops: { [resource.copy.name]: index, '': index } };
      one(key, resource, inLoop);
    }
  }

  function one(key: string, { copy: _, ...resource }: Value, within: Scope): void {
    if (resource.existing === true) return;
    if (resource.condition !== undefined && evaluate(resource.condition, within) !== true) return;
    if (resource.type !== 'Microsoft.Resources/deployments') {
      const body = evaluate(resource, within);
      resources.push({ type: resource.type, name: body.name, module, body });
      return;
    }
    const { template: inner, parameters: given = {} } = resource.properties;
    const values = Object.fromEntries(
      Object.entries(given).map(([name, item]) => [name, evaluate(item, within).value]),
    );
    const made = deploy(inner, values, key);
    resources.push(...made.resources);
    outputsOf.set(key, { ...made.outputs });
  }

  for (const [symbol, resource] of asList(template.resources)) run(symbol, resource);
  const outputs: Record<string, Value> = {};
  for (const [name, output] of Object.entries<Value>(template.outputs ?? {}))
    outputs[name] = evaluate(output.value, scope);
  return { resources, outputs };
}

function asList(resources: Value): Map<string, Value> {
  return new Map(
    Array.isArray(resources)
      ? resources.map((resource, index) => [String(index), resource])
      : Object.entries(resources),
  );
}
