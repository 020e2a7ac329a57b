import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** Our own speech service in a process of its own, until it is disposed of. */
export interface RunningSpeech extends AsyncDisposable {
  /** without `/v1` */
  readonly url: string;
}

const readySchema = z.object({ ready: z.literal(true), port: z.number() });

/** The weights of the recogniser that it may be started with. */
export type Weights = 'base' | 'small';

/** @throws Error when it ends before it is ready; what it said of that is on stderr. */
export async function startSpeech(weights: Weights): Promise<RunningSpeech> {
  const main = join(import.meta.dirname, '../../speech/main.ts');
  const service = spawn(process.execPath, [main, '--port', '0'], {
    env: { ...process.env, SPEECH_WEIGHTS: weights },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(service, 'exit');
  for await (const line of createInterface(service.stdout)) {
    const { port } = readySchema.parse(JSON.parse(line));
    return {
      url: `http://127.0.0.1:${port}`,
      async [Symbol.asyncDispose]() {
        service.kill();
        await ended;
      },
    };
  }
  throw new Error('The speech service did not start.');
}
