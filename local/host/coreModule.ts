import { Module } from 'node:module';
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  HookName,
  ProgrammingModel,
  RpcLogCategory,
  RpcLogLevel,
} from './coreTypes.ts';
import { HostError } from './errors.ts';
import { runLogHooks } from './hooks.ts';
import { type HostLog, levelOf } from './log.ts';

/** The version that the module tells the app: the host API this one is written against. */
const coreVersion = '3.12.0';
const hostVersion = '4.1042.0';

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
  /** The file that registered it, as the app's package.json `main` found it. */
  readonly scriptFile: string | undefined;
}

/** What an app says to its host while it is loaded. */
export interface Core {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  readonly hooks: Readonly<Record<HookName, HookCallback[]>>;
  readonly appHookData: object;
  readonly appLevelHookData: object;
  programmingModel: ProgrammingModel | undefined;
  /** The entry file that is being loaded right now. */
  currentFile: string | undefined;
  /** From now on a registration is an error: the listeners are about to start. */
  lock(): void;
}

class Disposable {
  static from(...disposables: { dispose: () => unknown }[]): Disposable {
    return new Disposable(() => {
      for (const disposable of disposables) disposable.dispose();
    });
  }

  #onDispose: (() => unknown) | undefined;

  constructor(onDispose: () => unknown) {
    this.#onDispose = onDispose;
  }

  dispose(): unknown {
    const onDispose = this.#onDispose;
    this.#onDispose = undefined;
    return onDispose?.();
  }
}

/**
 * Makes `require('@azure/functions-core')` answer with this host, for every CommonJS module that is loaded from now
 * on: required, imported from an ES module, or required through `createRequire` in a bundle.
 * The module system is the process's own, so this is done once in a process; a second call throws.
 */
export function installCoreModule(log: HostLog): Core {
  const functions = new Map<string, RegisteredFunction>();
  const hooks: Core['hooks'] = { preInvocation: [], postInvocation: [], appStart: [], appTerminate: [], log: [] };
  let locked = false;
  const core: Core = {
    functions,
    hooks,
    appHookData: {},
    appLevelHookData: {},
    programmingModel: undefined,
    currentFile: undefined,
    lock: () => {
      locked = true;
    },
  };

  const api = {
    version: coreVersion,
    hostVersion,
    Disposable,
    registerFunction(metadata: FunctionMetadata, callback: FunctionCallback) {
      if (locked) throw new Error('A function can only be registered during app startup.');
      const key = metadata.name.toLowerCase();
      const earlier = functions.get(key);
      if (earlier) {
        const files = [earlier.scriptFile, core.currentFile].filter(Boolean).join(' and ');
        throw new HostError(`The function "${metadata.name}" is registered twice (${files}): names must be unique.`);
      }
      functions.set(key, { metadata, callback, scriptFile: core.currentFile });
      return new Disposable(() => {
        if (locked) throw new Error('A function can only be disposed during app startup.');
        functions.delete(key);
      });
    },
    registerHook(name: string, callback: HookCallback) {
      const list = Object.hasOwn(hooks, name) ? hooks[name as HookName] : undefined; // Object.hasOwn checked the name
      if (!list) throw new RangeError(`Unrecognized hook "${name}"`);
      list.push(callback);
      return new Disposable(() => {
        const index = list.indexOf(callback);
        if (index >= 0) list.splice(index, 1);
      });
    },
    setProgrammingModel(model: ProgrammingModel) {
      core.programmingModel = model;
    },
    getProgrammingModel: () => core.programmingModel,
    log(level: RpcLogLevel, category: RpcLogCategory, text: string) {
      const about = { hookData: core.appLevelHookData, appHookData: core.appHookData };
      const line =
        category === 'user' ? runLogHooks(hooks.log, { ...about, level, message: text, category }) : undefined;
      const own = levelOf(line?.level ?? level);
      const message = line?.message ?? text;
      if (own === 'none') return;
      // What the library says of itself is of use only when something is wrong with the host.
      if (category === 'user') log.write(own, 'Worker.User', 'log', { message });
      else log.write(own === 'info' ? 'debug' : own, 'Worker', 'library', { message });
    },
  };
  interceptRequire(api);
  return core;
}

const marker = Symbol.for('local.host.functionsCore');

function interceptRequire(api: object): void {
  // Without the cast TypeScript has no `require` on the prototype; Node documents it as the way a module is required.
  const prototype = Module.prototype as unknown as { require: ((id: string) => unknown) & { [marker]?: true } };
  if (prototype.require[marker]) throw new HostError('Only one Functions host can run in a process.');
  const original = prototype.require;
  const intercepted = function (this: unknown, id: string): unknown {
    return id === '@azure/functions-core' ? api : Reflect.apply(original, this, [id]);
  };
  prototype.require = Object.assign(intercepted, { [marker]: true as const });
}
