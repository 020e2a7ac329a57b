import type { Stack } from '../stack.ts';
import type { Cloud } from './cloud.ts';

/** A stack as the page sees it, from before it is up; `changed` is told after a part was started from the page. */
export function stackCloud(stack: () => Stack | undefined, changed: () => Promise<void>): Cloud {
  const up = () => {
    const found = stack();
    if (found === undefined) throw new Error('The local cloud is starting.');
    return found;
  };
  return {
    addresses: () => {
      const found = stack();
      if (found === undefined) return {};
      const { host, storage, cosmos, serviceBus } = found.endpoints;
      const adminPort = found.parts.get('servicebus')?.said.adminPort;
      return {
        host,
        storage,
        cosmos,
        serviceBus,
        adminKey: found.adminKey,
        serviceBusAdmin: typeof adminPort === 'number' ? `http://127.0.0.1:${adminPort}` : undefined,
      };
    },
    start: async (part) => {
      await up().restart(part);
      await changed();
    },
    stop: (part) => up().stopPart(part),
  };
}
