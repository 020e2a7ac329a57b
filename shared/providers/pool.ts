import { setTimeout as delay } from 'node:timers/promises';
import { BrokenCircuitError } from 'cockatiel';
import type OpenAI from 'openai';
import type { Service } from '../settings/declaredProviders.ts';
import type { Usage } from '../settings/prices.ts';
import type { ProviderUse } from '../settings/providerUse.ts';
import { log } from '../telemetry/log.ts';
import { Circuit } from './circuit.ts';
import { connect } from './connect.ts';
import { exhausted, type Refusal } from './exhausted.ts';
import { failureOf, ProviderFailure } from './failure.ts';
import { Limits } from './limits.ts';
import { tellCall, tellSkipped, tellUse } from './telemetry.ts';

/** What a call of a provider gives: its value and what it used. */
export interface Work<T> {
  readonly value: T;
  readonly usage: Usage;
}

/** Who answered, with what, for how much. `money` is US dollars, null when the price is not known. */
export interface Answered<T> extends Work<T> {
  readonly use: ProviderUse;
  readonly money: number | null;
}

/** Says whether a call may cost money now, and keeps count of what calls cost. */
export interface Ledger {
  mayCall(use: ProviderUse): Promise<boolean>;
  /** Returns the US dollars of it, null when the price is not known. */
  record(use: ProviderUse, usage: Usage): Promise<number | null>;
}

export interface PoolParts {
  readonly ledger: Ledger;
  readonly connect?: (use: ProviderUse) => Promise<OpenAI>;
  readonly log?: typeof log;
  /** Milliseconds; ends early, with the signal's reason, when that fires. */
  readonly wait?: typeof wait;
}

async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

interface Member {
  readonly use: ProviderUse;
  readonly circuit: Circuit;
  readonly limits: Limits;
  client: Promise<OpenAI> | undefined;
}

/**
 * An ordered list of providers of one service. A call goes to the first that is neither resting nor at its limit nor
 * over the budget, and on to the next when it fails there for a reason that the next need not have.
 */
export class ProviderPool {
  readonly uses: readonly ProviderUse[];
  readonly #members: readonly Member[];
  readonly #parts: PoolParts;
  readonly #service: Service;

  constructor(service: Service, uses: readonly ProviderUse[], parts: PoolParts) {
    this.#service = service;
    this.uses = uses;
    this.#parts = parts;
    const write = parts.log ?? log;
    this.#members = uses.map((use) => ({
      use,
      circuit: new Circuit((seconds, { kind, status }) =>
        write(console, 'warn', 'provider.resting', { provider: use.name, service: use.service, kind, status, seconds }),
      ),
      limits: new Limits(use.limits),
      client: undefined,
    }));
  }

  /**
   * Runs `work` with the first provider that can.
   * @param signal stops the call; then its reason is thrown.
   * @param patienceSeconds for which it waits, without asking anybody, while all rest for seconds only.
   * @throws TransientError when none can now, with the shortest rest as `retryAfterSeconds`; PermanentError when the
   * request is rejected, when all refuse key or model, when none is set, or when the day's budget is used up.
   */
  async call<T>(
    work: (openai: OpenAI, use: ProviderUse, signal: AbortSignal) => Promise<Work<T>>,
    signal?: AbortSignal,
    patienceSeconds = 0,
  ): Promise<Answered<T>> {
    for (const deadline = Date.now() + patienceSeconds * 1000; ; ) {
      const round = await this.#askInTurn(work, signal);
      if (!('refusals' in round)) return round;
      const milliseconds = Math.min(...round.refusals.map(({ seconds }) => seconds)) * 1000;
      const worthIt = round.refusals.length > 0 && round.refusals.every(({ rests }) => rests);
      if (!worthIt || Date.now() + milliseconds > deadline) throw exhausted(this.#service, round.refusals);
      await (this.#parts.wait ?? wait)(milliseconds, signal);
    }
  }

  async #askInTurn<T>(
    work: (openai: OpenAI, use: ProviderUse, signal: AbortSignal) => Promise<Work<T>>,
    signal: AbortSignal | undefined,
  ): Promise<Answered<T> | { readonly refusals: readonly Refusal[] }> {
    const refusals: Refusal[] = [];
    for (const member of this.#members) {
      signal?.throwIfAborted();
      const refusal = await this.#refusalBefore(member);
      if (refusal !== null) {
        tellSkipped(refusal);
        refusals.push(refusal);
        continue;
      }
      try {
        return await tellCall(member.use, () => this.#ask(member, work, signal));
      } catch (error) {
        if (error instanceof BrokenCircuitError) refusals.push(resting(member));
        else if (error instanceof ProviderFailure) {
          const seconds = Math.max(member.circuit.restSeconds, error.retryAfterSeconds ?? 0);
          refusals.push({ use: member.use, kind: error.kind, seconds, cause: error });
          if (error.kind === 'rejected') break;
        } else throw error;
      }
    }
    return { refusals };
  }

  /** Asks the first provider for its list of models, which costs nothing. @throws when it does not answer, or there is none. */
  async reach(signal: AbortSignal): Promise<void> {
    const [first] = this.#members;
    if (first === undefined) throw exhausted(this.#service, []);
    const openai = await (this.#parts.connect ?? connect)(first.use);
    await openai.models.list({ signal });
  }

  async #refusalBefore(member: Member): Promise<Refusal | null> {
    // The budget goes first: a provider that rests and may not be paid is not worth coming back for.
    if (!(await this.#parts.ledger.mayCall(member.use))) return { use: member.use, kind: 'budget', seconds: 0 };
    if (member.circuit.restSeconds > 0) return resting(member);
    const seconds = await member.limits.take();
    return seconds > 0 ? { use: member.use, kind: 'limited', seconds } : null;
  }

  async #ask<T>(
    member: Member,
    work: (openai: OpenAI, use: ProviderUse, signal: AbortSignal) => Promise<Work<T>>,
    signal: AbortSignal | undefined,
  ): Promise<Answered<T>> {
    const { use, circuit, limits } = member;
    member.client ??= (this.#parts.connect ?? connect)(use);
    const openai = await member.client;
    const done = await circuit.run(() => inTime(use.timeoutSeconds, signal, (both) => work(openai, use, both)));
    const { audioSeconds, inputTokens, outputTokens } = done.usage;
    await limits.used(use.service === 'speech' ? audioSeconds : inputTokens + outputTokens);
    const money = await this.#parts.ledger.record(use, done.usage);
    tellUse(use, done.usage, money);
    return { ...done, use, money };
  }
}

// The SDK's own time-out ends with the answer's headers; this one holds for its body as well.
async function inTime<T>(
  seconds: number,
  signal: AbortSignal | undefined,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = AbortSignal.timeout(seconds * 1000);
  try {
    return await call(signal === undefined ? late : AbortSignal.any([signal, late]));
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (late.aborted) throw new ProviderFailure('slow', 'did not answer in time', { cause: error });
    throw await failureOf(error);
  }
}

function resting({ use, circuit }: Member): Refusal {
  return { use, kind: circuit.lastKind ?? 'down', seconds: circuit.restSeconds, rests: true };
}
