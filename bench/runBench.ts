import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type BenchResult, benchResultSchema } from './measuring/figure.ts';

const oneBench = fileURLToPath(new URL('./oneBench.ts', import.meta.url));

/**
 * Runs one bench in a process of its own. The application reads its settings and opens its stores once a process, so a
 * second bench in the same one would talk to the stores of the first, which are gone; and none is measured with what
 * another left in memory.
 * @throws Error when it ends without a result; it has told why.
 */
export async function runBench(name: string, quick: boolean, against?: string): Promise<BenchResult> {
  const args = [name, quick ? 'quick' : 'full', ...(against === undefined ? [] : [against])];
  const child = fork(oneBench, args, { serialization: 'advanced' });
  let result: unknown;
  child.once('message', (message) => {
    result = message;
    child.disconnect();
  });
  const [code, signal] = await once(child, 'exit');
  if (result === undefined) throw new Error(`It ended (${signal ?? code}) without a result.`);
  return benchResultSchema.parse(result);
}
