import { setTimeout as sleep } from 'node:timers/promises';
import { errorAnswer } from './answers.ts';
import { type ClientInputOptions, clientInput } from './clientInput.ts';
import type { DurableExtension, DurableOptions } from './contract.ts';
import { Hub } from './hub.ts';
import { HubStoppedError } from './hubContext.ts';
import { HubLease } from './lease.ts';
import { Management } from './management.ts';

const reopenAfterMs = 2_000;

/** The Durable Functions extension for one host. */
export function createDurableExtension(options: DurableOptions): DurableExtension {
  return new Extension(options);
}

class Extension implements DurableExtension {
  readonly #options: DurableOptions;
  readonly #links: ClientInputOptions;
  readonly #stopping = new AbortController();
  #lease: HubLease | undefined;
  #hub: Hub | undefined;
  #management: Management | undefined;

  constructor(options: DurableOptions) {
    this.#options = options;
    const { taskHub, baseUrl, systemKey } = options;
    this.#links = { taskHub, baseUrl, systemKey };
  }

  async start(): Promise<void> {
    const { connectionString, taskHub, log } = this.#options;
    const lease = new HubLease(connectionString, taskHub, log);
    let lost = false;
    const onLost = () => {
      lost = true;
      void this.#reopen(hub);
    };
    const hub = new Hub(this.#options, onLost);
    await lease.acquire(onLost, this.#stopping.signal);
    try {
      await hub.open();
      this.#stopping.signal.throwIfAborted();
      if (lost) throw new Error(`the task hub '${taskHub}' was taken over while it was being opened`);
    } catch (error) {
      await hub.close();
      await lease.release();
      throw error;
    }
    this.#lease = lease;
    this.#hub = hub;
    this.#management = new Management(hub, this.#links);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#management = undefined;
    await this.#hub?.close();
    await this.#lease?.release();
  }

  clientInput(): string {
    return clientInput(this.#links);
  }

  async handle(request: Request, path: string): Promise<Response> {
    return (
      this.#management?.handle(request, path) ?? errorAnswer(503, 'The task hub is not running', new HubStoppedError())
    );
  }

  /** The hub belongs to somebody else now, or storage was gone for too long: lets go of it, and takes it up again when it is free. */
  async #reopen(lost: Hub): Promise<void> {
    if (this.#hub !== lost || this.#stopping.signal.aborted) return;
    const { log, taskHub } = this.#options;
    log('error', 'durable.hub.lost', { hub: taskHub });
    this.#hub = undefined;
    this.#management = undefined;
    await lost.close();
    await this.#lease?.release();
    while (!this.#stopping.signal.aborted) {
      try {
        await this.start();
        return;
      } catch (error) {
        log('error', 'durable.hub.reopenFailed', { hub: taskHub, error: String(error) });
        await sleep(reopenAfterMs);
      }
    }
  }
}
