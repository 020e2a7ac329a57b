import type { FunctionInput, InvocationContext } from '@azure/functions';
import df from 'durable-functions';
import { z } from 'zod';
import { PermanentError, TransientError } from '../../shared/errors.ts';
import { misshapenAt } from '../../shared/misshapen.ts';
import { log } from '../../shared/telemetry/log.ts';
import { metrics } from '../../shared/telemetry/names.ts';
import { record } from '../../shared/telemetry/record.ts';
import { failSpan } from '../../shared/telemetry/trace.ts';
import { type ActivityName, policies } from './policies.ts';

/** An activity as orchestrators know it: a name that carries the types of its input and result. */
export interface Activity<Input, Output> {
  readonly name: ActivityName;
  readonly input: z.ZodType<Input>;
  readonly result: z.ZodType<Outcome<Output>>;
}

/** What an activity returns: what trying again cannot mend is a value, so that it is not tried again. */
export type Outcome<Output> =
  | { readonly kind: 'ok'; readonly value: Output }
  | { readonly kind: 'failed'; readonly failure: { readonly code: string; readonly message: string } };

interface Definition<Input, Output> {
  readonly name: ActivityName;
  readonly input: z.ZodType<Input>;
  readonly output: z.ZodType<Output>;
  /** Does the work. Must do the same again when run twice. `signal` fires at the policy's time-out. */
  run(input: Input, signal: AbortSignal, context: InvocationContext): Promise<Output>;
  /** What `run` takes out of its context besides. */
  readonly extraInputs?: FunctionInput[];
}

/** Registers an activity with the host and gives the orchestrators its typed name. */
export function defineActivity<Input, Output>(definition: Definition<Input, Output>): Activity<Input, Output> {
  const { name, input, output, extraInputs } = definition;
  df.app.activity(name, {
    ...(extraInputs && { extraInputs }),
    handler: (raw: unknown, context: InvocationContext) => runActivity(definition, raw, context),
  });
  const failed = z.object({ kind: z.literal('failed'), failure: z.object({ code: z.string(), message: z.string() }) });
  return { name, input, result: z.union([z.object({ kind: z.literal('ok'), value: output }), failed]) };
}

/** @throws PermanentError 'internal' for what is no input of this activity: it will be the same the next time. */
function inputOf<Input, Output>({ name, input }: Definition<Input, Output>, raw: unknown): Input {
  const parsed = input.safeParse(raw);
  if (parsed.success) return parsed.data;
  const where = misshapenAt(parsed.error);
  throw new PermanentError('internal', `${name} was given something else than its input (${where}).`);
}

async function runActivity<Input, Output>(
  definition: Definition<Input, Output>,
  raw: unknown,
  context: InvocationContext,
): Promise<Outcome<Output>> {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 10) / 100;
  const timed = (outcome: 'ok' | 'failed' | 'retried') =>
    record(metrics.stageDuration, (performance.now() - started) / 1000, { stage: definition.name, outcome });
  const signal = AbortSignal.timeout(policies[definition.name].timeout * 1000);
  try {
    const value = await definition.run(inputOf(definition, raw), signal, context);
    timed('ok');
    log(context, 'info', 'activity.completed', { activity: definition.name, seconds: seconds() });
    return { kind: 'ok', value };
  } catch (error) {
    if (error instanceof PermanentError) {
      timed('failed');
      failSpan(error.code);
      log(context, 'warn', 'activity.failed', { activity: definition.name, code: error.code, seconds: seconds() });
      return { kind: 'failed', failure: { code: error.code, message: error.message } };
    }
    const code = signal.aborted ? 'timed-out' : error instanceof TransientError ? error.code : 'internal';
    const message = error instanceof Error ? error.message : String(error);
    timed('retried');
    log(context, 'error', 'activity.retried', { activity: definition.name, code, seconds: seconds() });
    // The code travels in the message: it is all that an orchestration's history keeps of an error.
    throw new Error(`[${code}] ${message}`, { cause: error });
  }
}
