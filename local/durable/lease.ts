import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { BlobServiceClient, type BlockBlobClient, type ContainerClient } from '@azure/storage-blob';
import type { DurableLog } from './contract.ts';
import { isAnswered } from './storageErrors.ts';
import { hubNames } from './tableKeys.ts';

/** The shortest lease that storage grants; how long a killed owner's hub stays closed at most. */
const leaseSeconds = 15;
const renewEveryMs = 4_000;
/** Without a renewal for this long the lease counts as lost, before anybody else can have it. */
const lostAfterMs = 12_000;
const retryEveryMs = 500;
/** An owner that is alive keeps its lease longer than this. */
const waitMaxMs = 40_000;

const thisProcess = { machine: hostname(), pid: String(process.pid) };

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Any other error than "no such process" means that there is one.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** The right to run a task hub, held by one process at a time. */
export class HubLease {
  readonly #container: ContainerClient;
  readonly #blob: BlockBlobClient;
  readonly #hub: string;
  readonly #id = randomUUID();
  readonly #log: DurableLog;
  #timer: NodeJS.Timeout | undefined;
  #renewedAt = 0;
  #held = false;

  constructor(connectionString: string, taskHub: string, log: DurableLog) {
    const account = BlobServiceClient.fromConnectionString(connectionString);
    this.#container = account.getContainerClient(hubNames(taskHub).leases);
    this.#blob = this.#container.getBlockBlobClient('owner');
    this.#hub = taskHub;
    this.#log = log;
  }

  /** Waits until the lease is free and takes it. Rejects when another host keeps it. `onLost` is called at most once. */
  async acquire(onLost: () => void, signal: AbortSignal): Promise<void> {
    await this.#createBlob();
    const startedAt = Date.now();
    for (let waited = false; !(await this.#tryAcquire()); waited = true) {
      if (!waited && (await this.#breakIfDead())) continue;
      if (!waited) this.#log('info', 'durable.lease.waiting', { hub: this.#hub, secondsMax: leaseSeconds });
      if (Date.now() - startedAt > waitMaxMs)
        throw new Error(
          `another running host owns the task hub '${this.#hub}': stop it, or set extensions.durableTask.hubName in host.json`,
        );
      await sleep(retryEveryMs, undefined, { signal });
    }
    this.#held = true;
    this.#renewedAt = Date.now();
    try {
      await this.#blob.setMetadata(thisProcess, { conditions: { leaseId: this.#id } });
    } catch (error) {
      await this.release();
      throw error;
    }
    this.#renewLater(onLost);
  }

  /** Gives the lease back, so that the next host need not wait. */
  async release(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#held) return;
    this.#held = false;
    try {
      await this.#blob.getBlobLeaseClient(this.#id).releaseLease();
    } catch (error) {
      // It ends by itself within seconds; the stop goes on.
      this.#log('warn', 'durable.lease.releaseFailed', { hub: this.#hub, error: String(error) });
    }
  }

  async #createBlob(): Promise<void> {
    await this.#container.createIfNotExists();
    try {
      await this.#blob.upload('', 0, { conditions: { ifNoneMatch: '*' } });
    } catch (error) {
      if (!isAnswered(error, 409, 412)) throw error;
    }
  }

  async #tryAcquire(): Promise<boolean> {
    try {
      await this.#blob.getBlobLeaseClient(this.#id).acquireLease(leaseSeconds);
      return true;
    } catch (error) {
      if (isAnswered(error, 409)) return false;
      throw error;
    }
  }

  /** Ends the lease of an owner that ran on this machine and was killed, so that nobody waits for it. */
  async #breakIfDead(): Promise<boolean> {
    const { metadata = {} } = await this.#blob.getProperties();
    if (metadata.machine !== thisProcess.machine || isAlive(Number(metadata.pid))) return false;
    await this.#blob.getBlobLeaseClient(this.#id).breakLease(0);
    return true;
  }

  #renewLater(onLost: () => void): void {
    this.#timer = setTimeout(async () => {
      try {
        await this.#blob.getBlobLeaseClient(this.#id).renewLease();
        this.#renewedAt = Date.now();
      } catch (error) {
        if (!this.#held) return;
        const taken = isAnswered(error, 404, 409, 412);
        this.#log('warn', 'durable.lease.renewFailed', { hub: this.#hub, error: String(error) });
        if (taken || Date.now() - this.#renewedAt > lostAfterMs) {
          this.#held = false;
          onLost();
          return;
        }
      }
      if (this.#held) this.#renewLater(onLost);
    }, renewEveryMs);
  }
}
