import { randomBytes, randomUUID } from 'node:crypto';
import type { BindingData } from './bindingExpressions.ts';
import type { Input, Output } from './bindings.ts';
import type { Core } from './coreModule.ts';
import type {
  CoreInvocationContext,
  RpcInvocationRequest,
  RpcInvocationResponse,
  RpcParameterBinding,
  RpcTypedData,
} from './coreTypes.ts';
import { asError } from './errors.ts';
import type { FunctionDefinition } from './functionDefinition.ts';
import { runHooks, runLogHooks } from './hooks.ts';
import { createOngoing } from './listener.ts';
import { type HostLog, levelOf } from './log.ts';
import type { OpenSpan, SpanSender } from './spans.ts';

/** What made a function run. */
export interface TriggerEvent {
  readonly data: RpcTypedData;
  readonly metadata?: Readonly<Record<string, RpcTypedData>>;
  /** Values for `{name}` in the function's other bindings. */
  readonly bindingData?: BindingData;
  /** In one word or two, for the log. */
  readonly reason: string;
  readonly invocationId?: string;
  /** W3C trace context of the caller. */
  readonly traceParent?: string | undefined;
  readonly traceState?: string | undefined;
  readonly retry?: RpcInvocationRequest['retryContext'];
  /** Of the orchestration that it is a part of. */
  readonly instanceId?: string;
  readonly streaming?: StreamedResponse;
}

/** For a request whose bodies are streamed: the library itself answers it, so it is told what to answer. */
export interface StreamedResponse {
  /** Changes what the function returned before the library sends it. */
  adapt(result: unknown): unknown;
  /** Sent when the function threw, so that the library lets go of the request. */
  readonly onFailure: unknown;
  /** Called when the library cannot answer any more: it failed in the middle of a body. */
  abandon(reason: Error): void;
}

/** Reads the value of an input binding before the function runs. */
export type ReadInput = (binding: Input, data: BindingData) => Promise<RpcTypedData>;
/** Writes what a function put out, after it ran, as a part of its invocation's trace. */
export type WriteOutput = (
  binding: Output,
  value: RpcTypedData,
  data: BindingData,
  traceParent: string,
) => Promise<void>;

export interface InvokerOptions {
  readonly core: Core;
  readonly log: HostLog;
  /** Milliseconds after which an invocation counts as failed; Infinity for no bound. */
  readonly timeout: number;
  readonly readInput: ReadInput;
  readonly writeOutput: WriteOutput;
  /** Told of every invocation, where somebody wants to see them. */
  readonly spans?: SpanSender | undefined;
}

export interface Invoker {
  /** How many invocations are under way. */
  readonly running: number;
  /**
   * Runs a function once: inputs, hooks, handler, hooks, outputs. Resolves with the library's response; rejects with
   * what the function or a binding threw, or with an InvocationTimeout.
   */
  invoke(definition: FunctionDefinition, event: TriggerEvent): Promise<RpcInvocationResponse>;
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
}

export class InvocationTimeout extends Error {
  override readonly name = 'InvocationTimeout';
}

export function createInvoker(options: InvokerOptions): Invoker {
  const { core, log } = options;
  let running = 0;
  const ongoing = createOngoing();

  async function run(
    definition: FunctionDefinition,
    event: TriggerEvent,
    invocationId: string,
    traceParent: string,
    span: OpenSpan | undefined,
  ): Promise<RpcInvocationResponse> {
    const { metadata, callback } = definition;
    const bindingData = event.bindingData ?? {};
    const model = core.programmingModel;
    let invocationContext: unknown;
    if (!model) throw new Error('The app registered no programming model.');
    const context: CoreInvocationContext = {
      invocationId,
      metadata,
      request: {
        invocationId,
        functionId: definition.name,
        inputData: await readInputs(definition, event, bindingData),
        triggerMetadata: event.metadata ?? {},
        traceContext: event.traceState ? { traceParent, traceState: event.traceState } : { traceParent },
        ...(event.retry ? { retryContext: event.retry } : {}),
      },
      log(level, category, message) {
        const about = { hookData: core.appLevelHookData, appHookData: core.appHookData, invocationContext };
        const hooked = runLogHooks(core.hooks.log, { ...about, level, message, category });
        const own = levelOf(hooked.level);
        span?.log(hooked.level, hooked.message);
        const suffix = category === 'user' ? '.User' : '';
        if (own !== 'none') {
          log.write(own, `Function.${definition.name}${suffix}`, 'log', { invocationId, message: hooked.message });
        }
      },
    };
    const invocation = await model.getInvocationModel(context);
    const prepared = await invocation.getArguments();
    invocationContext = prepared.context;
    const hookData = {};
    const { appHookData } = core;
    const pre = {
      hookData,
      appHookData,
      invocationContext: prepared.context,
      functionCallback: callback,
      inputs: prepared.inputs,
    };
    await inState('preInvocationHooks', () => runHooks(core.hooks.preInvocation, pre));
    const post: { result: unknown; error: unknown } & Record<string, unknown> = {
      hookData,
      appHookData,
      invocationContext: prepared.context,
      inputs: pre.inputs,
      result: null,
      error: null,
    };
    await inState('invocation', async () => {
      try {
        post.result = await invocation.invokeFunction(prepared.context, pre.inputs, pre.functionCallback);
      } catch (thrown) {
        post.error = thrown;
      }
    });
    await inState('postInvocationHooks', () => runHooks(core.hooks.postInvocation, post));
    // A hook may mend a failure by taking the error away, so what counts is what it left.
    if (post.error !== null && post.error !== undefined) {
      await answerFailure(asError(post.error));
      throw asError(post.error);
    }
    let response: RpcInvocationResponse;
    try {
      const result = event.streaming ? event.streaming.adapt(post.result) : post.result;
      response = await invocation.getResponse(prepared.context, result);
    } catch (thrown) {
      await answerFailure(asError(thrown));
      throw thrown;
    }
    await writeOutputs(definition, response, bindingData, traceParent);
    return response;

    async function answerFailure(failure: Error): Promise<void> {
      if (!event.streaming) return;
      try {
        await invocation.getResponse(prepared.context, event.streaming.onFailure);
      } catch {
        // The library has begun an answer that it cannot finish; the failure itself is what gets reported.
        event.streaming.abandon(failure);
      }
    }

    async function inState<T>(state: CoreInvocationContext['state'], work: () => Promise<T>): Promise<T> {
      context.state = state;
      try {
        return await work();
      } finally {
        context.state = undefined;
      }
    }
  }

  async function readInputs(
    definition: FunctionDefinition,
    event: TriggerEvent,
    data: BindingData,
  ): Promise<readonly RpcParameterBinding[]> {
    const trigger = { name: definition.trigger.name, data: event.data };
    if (definition.inputs.length === 0) return [trigger];
    const others = definition.inputs.map(async (binding) => ({
      name: binding.name,
      data: await options.readInput(binding, data),
    }));
    return [trigger, ...(await Promise.all(others))];
  }

  async function writeOutputs(
    definition: FunctionDefinition,
    response: RpcInvocationResponse,
    data: BindingData,
    traceParent: string,
  ): Promise<void> {
    for (const binding of definition.outputs) {
      if (binding.type === 'http') continue;
      const value =
        binding.name === '$return'
          ? response.returnValue
          : response.outputData?.find(({ name }) => name === binding.name)?.data;
      if (value) await options.writeOutput(binding, value, data, traceParent);
    }
  }

  async function invoke(definition: FunctionDefinition, event: TriggerEvent): Promise<RpcInvocationResponse> {
    const invocationId = event.invocationId ?? randomUUID();
    const category = `Function.${definition.name}`;
    const started = performance.now();
    const about = { invocationId, reason: event.reason };
    log.write('debug', category, 'invocation.started', about);
    running += 1;
    const traceParent = traceParentOf(event);
    const span = options.spans?.begin(definition, event, invocationId, traceParent);
    const work = run(definition, event, invocationId, traceParent, span).finally(() => {
      running -= 1;
    });
    ongoing.add(work);
    try {
      const response = await within(options.timeout, work, definition.name);
      span?.end(response);
      log.write('info', category, 'invocation.succeeded', { ...about, durationMs: since(started) });
      return response;
    } catch (thrown) {
      const error = asError(thrown);
      span?.end(undefined, error);
      const failure = { error: error.message, stack: error.stack };
      log.write('error', category, 'invocation.failed', { ...about, durationMs: since(started), ...failure });
      throw error;
    }
  }

  return {
    get running() {
      return running;
    },
    invoke,
    idle: () => ongoing.idle(),
  };
}

/** The work's own outcome, or an InvocationTimeout. JavaScript cannot be stopped from outside: the work goes on. */
async function within<T>(milliseconds: number, work: Promise<T>, name: string): Promise<T> {
  // A timer takes at most 2^31-1 ms; whoever allows more than 24 days has allowed all.
  if (milliseconds > 2_147_483_647) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `Timeout value of ${milliseconds / 1000} s was exceeded by function: ${name}`;
    timer = setTimeout(() => reject(new InvocationTimeout(message)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The invocation's own place in its caller's trace, or in a new one. */
function traceParentOf(event: TriggerEvent): string {
  const traceId = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/.exec(event.traceParent ?? '')?.[1];
  const random = randomBytes(24).toString('hex');
  return `00-${traceId ?? random.slice(0, 32)}-${random.slice(32)}-01`;
}

function since(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10;
}
