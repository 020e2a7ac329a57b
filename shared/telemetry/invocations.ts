import type { FunctionHandler, InvocationContext, PreInvocationContext } from '@azure/functions';
import type { Attributes } from '@opentelemetry/api';
import { z } from 'zod';
import { metrics } from './names.ts';
import { record } from './record.ts';
import { inSpan, withinTrace } from './trace.ts';

const id = z.string().regex(/^[0-9a-f]{16,24}$/);
const place = { lessonId: id.optional().catch(undefined), revision: id.optional().catch(undefined) };
// What a trigger brings: a job, or an activity's input. Each may say which trace it belongs to, and which lesson.
const inputSchema = z
  .object({
    traceParent: z.string().optional().catch(undefined),
    ...place,
    source: z.object(place).optional().catch(undefined),
    index: z.int().optional().catch(undefined),
    piece: z.object({ index: z.int() }).optional().catch(undefined),
  })
  .catch({});

const spanned = new Set(['blobTrigger', 'queueTrigger', 'serviceBusTrigger', 'activityTrigger', 'timerTrigger']);

/**
 * Puts a function's invocation into its trace: the one that its input carries on, else the host's.
 * The host tells of the invocation as a request, so the span is one of the work inside it.
 * HTTP requests have the host's own span and get none here. An orchestrator runs again and again: it has none at all.
 */
export function traced(hook: PreInvocationContext): void {
  const { invocationContext, functionHandler } = hook;
  const type = invocationContext.options.trigger.type;
  if (type === 'httpTrigger') hook.functionHandler = requested(functionHandler, invocationContext);
  if (!spanned.has(type)) return;
  const input = inputSchema.parse(hook.inputs[0]);
  const parent = input.traceParent ?? invocationContext.traceContext?.traceParent;
  const options = { parent, attributes: attributesOf(input, invocationContext) };
  hook.functionHandler = (...args: Parameters<FunctionHandler>) =>
    inSpan(invocationContext.functionName, options, async () => functionHandler(...args));
}

function requested(handler: FunctionHandler, context: InvocationContext): FunctionHandler {
  return async (...args) => {
    const began = performance.now();
    let status = 500;
    try {
      const answer: unknown = await withinTrace(context.traceContext?.traceParent, () => handler(...args));
      status = statusSchema.parse(answer).status;
      return answer;
    } finally {
      record(metrics.requests, (performance.now() - began) / 1000, { function: context.functionName, status });
    }
  };
}

const statusSchema = z.object({ status: z.int().catch(200) }).catch({ status: 200 });

function attributesOf(input: z.infer<typeof inputSchema>, context: InvocationContext): Attributes {
  const { lessonId, revision } = input.source ?? input;
  const index = input.index ?? input.piece?.index;
  return {
    'faas.name': context.functionName,
    'faas.invocation_id': context.invocationId,
    ...(lessonId === undefined ? {} : { 'askwell.lesson.id': lessonId }),
    ...(revision === undefined ? {} : { 'askwell.lesson.revision': revision }),
    ...(index === undefined ? {} : { 'askwell.part': index }),
  };
}
