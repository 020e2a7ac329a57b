// Runs in a page before anything of the page itself: notes what the browser tells of the page's quiet and speed.

/** What has to be there, what is clicked then, and what answers the click. All are CSS selectors. */
interface Awaited {
  readonly rows: string;
  readonly count: number;
  /** Clicked in the moment in which the rows are there. */
  readonly button?: string;
  /** Is there once the click is answered. */
  readonly answer?: string;
}

interface Probe {
  /** Everything that moved without being asked to, with what it was. Exact: also what moved just after an input. */
  readonly shifts: { readonly value: number; readonly at: number; readonly what: string }[];
  /** Tasks of the main thread of 50 ms and more; milliseconds. */
  readonly longTasks: { readonly at: number; readonly milliseconds: number }[];
  /** From each input to the next picture, where that took 16 ms or more; milliseconds. */
  readonly inputs: { readonly name: string; readonly at: number; readonly milliseconds: number }[];
  /** When what is awaited was on the screen: milliseconds since the navigation began. */
  await(awaited: Awaited): void;
  painted?: Promise<number>;
}

// The types of these entries are not all in TypeScript's library.
const read = (entry: PerformanceEntry, name: string): unknown => Reflect.get(entry, name);
const nameOf = (node: unknown) =>
  node instanceof Element ? `${node.localName}${node.className === '' ? '' : `.${node.className}`}` : '#text';

const probe: Probe = {
  shifts: [],
  longTasks: [],
  inputs: [],
  await({ rows, count, button, answer }) {
    const { promise, resolve } = Promise.withResolvers<number>();
    probe.painted = promise;
    // A task that was posted in the last frame before a picture runs when that picture has been handed over.
    const painted = () =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      });
    const answered = () => {
      if (answer === undefined || document.querySelector(answer) !== null) painted();
      else requestAnimationFrame(answered);
    };
    const observer = new MutationObserver(() => {
      if (document.querySelectorAll(rows).length < count) return;
      const pressed = button === undefined ? undefined : document.querySelector<HTMLElement>(button);
      if (pressed === null) return;
      observer.disconnect();
      pressed?.click();
      answered();
    });
    observer.observe(document, { childList: true, subtree: true });
  },
};

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const sources = read(entry, 'sources');
    const nodes = Array.isArray(sources) ? sources.map((source) => nameOf(Reflect.get(Object(source), 'node'))) : [];
    probe.shifts.push({ value: Number(read(entry, 'value')), at: entry.startTime, what: nodes.join(', ') });
  }
}).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries())
    probe.longTasks.push({ at: startTime, milliseconds: duration });
}).observe({ type: 'longtask', buffered: true });
new PerformanceObserver((list) => {
  for (const { name, startTime, duration } of list.getEntries())
    probe.inputs.push({ name, at: startTime, milliseconds: duration });
}).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit); // of Event Timing

Object.assign(window, { probe });
