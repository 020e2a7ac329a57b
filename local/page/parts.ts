import { z } from 'zod';
import { memoryBytes } from '../processes.ts';
import type { Cloud } from './cloud.ts';
import type { PartState, PartsShown, PartView } from './shown.ts';
import { inputOf, PageError, type View } from './view.ts';

/** What is kept of what a part says, and of that what is shown. */
const linesKept = 5000;
const linesShown = 1000;
const lineLengthMax = 4000;

interface Known {
  state: PartState;
  since: string;
  pid: number | undefined;
  starts: number;
  readonly lines: { readonly number: number; readonly text: string }[];
  said: number;
}

/** The parts of the cloud as they were told of: their state, and the last lines that each said. */
export class Parts {
  readonly #known = new Map<string, Known>();
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Told that a part comes, is up, or is gone. */
  changed(name: string, state: PartState, pid?: number): void {
    const part = this.#part(name);
    if (state === 'running') part.starts += 1;
    Object.assign(part, { state, pid, since: new Date().toISOString() });
  }

  /** Told a line of a part's output. */
  said(name: string, line: string): void {
    const part = this.#part(name);
    part.said += 1;
    part.lines.push({ number: part.said, text: line.slice(0, lineLengthMax) });
    // Not one by one: an array is moved as a whole.
    if (part.lines.length > linesKept * 1.2) part.lines.splice(0, part.lines.length - linesKept);
  }

  view(): View {
    const { start, stop } = this.#cloud;
    const on = (action: ((part: string) => Promise<void>) | undefined) => async (input: unknown) => {
      const { name } = inputOf(z.object({ name: z.string() }), input);
      if (!this.#known.has(name)) throw new PageError(404, `There is no part "${name}".`);
      if (action === undefined) throw new PageError(405, 'Parts are not started and stopped from here.');
      await action(name);
      return {};
    };
    return {
      shows: (query) => this.#shown(query.get('name'), query.get('filter')?.toLowerCase() ?? ''),
      actions: { start: on(start), stop: on(stop) },
    };
  }

  async #shown(chosen: string | null, filter: string): Promise<PartsShown> {
    const parts = [...this.#known].map(
      async ([name, { state, since, pid, starts }]): Promise<PartView> => ({
        name,
        state,
        since,
        restarts: Math.max(0, starts - 1),
        // Rounded, so that nothing is sent for a few pages more or less.
        memoryMegabytes: pid === undefined ? null : Math.round(((await memoryBytes(pid)) ?? 0) / 1e6),
        controlled: this.#cloud.stop !== undefined,
      }),
    );
    const lines = (chosen === null ? undefined : this.#known.get(chosen)?.lines) ?? [];
    const fitting = filter === '' ? lines : lines.filter(({ text }) => text.toLowerCase().includes(filter));
    return { parts: await Promise.all(parts), lines: fitting.slice(-linesShown) };
  }

  #part(name: string): Known {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const part: Known = {
      state: 'starting',
      since: new Date().toISOString(),
      pid: undefined,
      starts: 0,
      lines: [],
      said: 0,
    };
    this.#known.set(name, part);
    return part;
  }
}
