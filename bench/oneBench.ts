import { benches } from './benches.ts';

// A process of its own for one bench, started by runBench.ts: runs it and sends its result back.
const [name = '', size, against] = process.argv.slice(2);
const load = benches.get(name);
if (load === undefined) throw new Error(`There is no bench ${name}.`);
// Whoever waits for the result has it, or is gone.
process.once('disconnect', () => process.exit());
const bench = await load();
const say = (line: string) => process.stderr.write(`${name}: ${line}\n`);
process.send?.(await bench({ quick: size === 'quick', say, ...(against === undefined ? {} : { against }) }));
