import { processFacts } from './processes.ts';

/** Watches over a start: on a busy machine it takes as long as it takes, as long as something moves. */
export interface StartWatch {
  /** Something was heard of it. */
  moved(): void;
  end(): void;
}

/**
 * @param quietSeconds after which a process that neither said anything nor used a processor is given up; after ten times
 * that, any that is not ready. Where the system does not tell of processors, what is said alone counts.
 */
export function watchStart(pid: number | undefined, quietSeconds: number, giveUp: (why: string) => void): StartWatch {
  const began = Date.now();
  let lastMoved = began;
  let used: string | undefined;
  const look = async () => {
    const facts = pid === undefined ? null : await processFacts(pid);
    if (facts !== null && facts.processorTime !== used) {
      used = facts.processorTime;
      lastMoved = Date.now();
    }
    const quiet = (Date.now() - lastMoved) / 1000;
    const all = (Date.now() - began) / 1000;
    if (quiet >= quietSeconds) giveUp(`was not ready, and nothing moved in it for ${quietSeconds} s.`);
    else if (all >= quietSeconds * 10) giveUp(`was not ready within ${quietSeconds * 10} s.`);
  };
  const timer = setInterval(() => void look(), Math.min(2000, (quietSeconds * 1000) / 4));
  return {
    moved: () => {
      lastMoved = Date.now();
    },
    end: () => clearInterval(timer),
  };
}
