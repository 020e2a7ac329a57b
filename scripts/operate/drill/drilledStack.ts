import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../../../local/processes.ts';
import { declaredSettings, portSettingsOf, type Resources } from '../../../local/resources.ts';
import { type Running, readWord } from '../../../local/running.ts';
import { freePort } from '../../../testing/freePort.ts';
import type { Victim } from './victims.ts';

// A start on a machine that does other things as well; what stands still ends by itself before.
const startSeconds = 300;
const pollMilliseconds = 200;

/** `npm start` as a person has it, in a process of its own, to be killed and started again. */
export class DrilledStack {
  readonly #stateDir: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #onLine: (line: string) => void;
  #child: ChildProcess | undefined;
  #last: string[] = [];

  /**
   * On free ports and in a state folder of its own, temporary files included; neither local.settings.json nor what the
   * environment says of speech is heeded, so that no engine is asked that costs money.
   */
  static async prepare(stateDir: string, resources: Resources, onLine: (line: string) => void): Promise<DrilledStack> {
    const temporary = join(stateDir, 'tmp');
    await mkdir(temporary, { recursive: true });
    const ports = await Promise.all(
      Object.values(portSettingsOf(resources)).map(
        async ({ variable }) => [variable, String(await freePort())] as const,
      ),
    );
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      ...Object.fromEntries(ports),
      TMPDIR: temporary,
      NO_COLOR: '1',
    };
    for (const name of declaredSettings(resources)) delete environment[name];
    return new DrilledStack(stateDir, environment, onLine);
  }

  private constructor(stateDir: string, environment: NodeJS.ProcessEnv, onLine: (line: string) => void) {
    this.#stateDir = stateDir;
    this.#environment = environment;
    this.#onLine = onLine;
  }

  /** Whether it ended by itself. */
  get fell(): boolean {
    return this.#child !== undefined && (this.#child.exitCode !== null || this.#child.signalCode !== null);
  }

  /** @throws Error with what it said last, when it ends or takes too long. */
  async start(): Promise<Running> {
    const state = join(this.#stateDir, 'state');
    const none = join(this.#stateDir, 'no.settings.json');
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'local/main.ts', '--verbose', '--state', state, '--settings', none],
      // A group of its own, which can be killed as a whole.
      { env: this.#environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
    );
    this.#child = child;
    const up = Promise.withResolvers<void>();
    this.#last = [];
    const hear = (line: string) => {
      this.#last = [...this.#last.slice(-19), line];
      this.#onLine(line);
      if (line.startsWith('Ctrl-C stops everything')) up.resolve();
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', hear);
    const ended = once(child, 'exit').then(() => {
      throw new Error(`npm start ended:\n${this.#last.join('\n')}`);
    });
    // Once it is up, its end is looked for where it matters.
    ended.catch(() => undefined);
    const late = delay(startSeconds * 1000, undefined, { ref: false }).then(() => {
      throw new Error(`npm start was not up within ${startSeconds} s:\n${this.#last.join('\n')}`);
    });
    late.catch(() => undefined);
    await Promise.race([up.promise, ended, late]);
    return this.running();
  }

  async running(): Promise<Running> {
    const running = await readWord(join(this.#stateDir, 'state'));
    if (running === null) throw new Error('npm start has left no word of itself.');
    return running;
  }

  /** Kills, as the system does that is out of memory, and waits until all is up again. */
  async kill(victim: Victim): Promise<void> {
    const { pid, processes } = await this.running();
    if (victim === 'everything') process.kill(-pid, 'SIGKILL');
    else process.kill(victim === 'start' ? pid : (processes[victim] ?? 0), 'SIGKILL');
    if (victim === 'everything' || victim === 'start') {
      // What was left alone puts away what it holds, and ends.
      for (const each of [pid, ...Object.values(processes)]) while (isAlive(each)) await delay(pollMilliseconds);
      await this.start();
      return;
    }
    const deadline = Date.now() + startSeconds * 1000;
    while (!(await this.#isBack(victim, processes[victim]))) {
      if (this.fell || Date.now() > deadline) throw new Error(`${victim} did not come back:\n${this.#last.join('\n')}`);
      await delay(pollMilliseconds);
    }
  }

  async #isBack(part: string, before: number | undefined): Promise<boolean> {
    const now = (await this.running()).processes[part];
    return now !== undefined && now !== before;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || this.fell) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
}
