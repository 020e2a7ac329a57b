import { createServer } from 'node:net';

/** The parts' usual ports and the environment variable that moves each. 0 takes a free one. */
export const portSettings = {
  blob: { variable: 'ASKWELL_BLOB_PORT', usual: 10000 },
  queue: { variable: 'ASKWELL_QUEUE_PORT', usual: 10001 },
  table: { variable: 'ASKWELL_TABLE_PORT', usual: 10002 },
  cosmos: { variable: 'ASKWELL_COSMOS_PORT', usual: 8081 },
  serviceBus: { variable: 'ASKWELL_SERVICEBUS_PORT', usual: 5672 },
  speech: { variable: 'ASKWELL_SPEECH_PORT', usual: 9000 },
  host: { variable: 'ASKWELL_HOST_PORT', usual: 7071 },
} as const;

export type PortName = keyof typeof portSettings;
export type Ports = Record<PortName, number>;

/** The ports that the environment asks for. @throws Error that names a variable whose value is no port. */
export function portsFrom(environment: Readonly<Record<string, string | undefined>>): Ports {
  const port = (name: PortName) => {
    const { variable, usual } = portSettings[name];
    const text = environment[variable] ?? '';
    if (text === '') return usual;
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
      throw new Error(`${variable} is "${text}"; it takes a port, 0 to 65535.`);
    return Number(text);
  };
  return {
    blob: port('blob'),
    queue: port('queue'),
    table: port('table'),
    cosmos: port('cosmos'),
    serviceBus: port('serviceBus'),
    speech: port('speech'),
    host: port('host'),
  };
}

/** Free ports for everything, so that two stacks never collide. */
export const freePorts: Ports = { blob: 0, queue: 0, table: 0, cosmos: 0, serviceBus: 0, speech: 0, host: 0 };

/** @throws Error that names a taken port and the variable that moves it. */
export async function assertFree(names: readonly PortName[], ports: Ports): Promise<void> {
  for (const name of names) {
    const port = ports[name];
    if (port === 0) continue;
    await new Promise<void>((resolve, reject) => {
      const probe = createServer();
      probe.once('error', () => {
        const { variable } = portSettings[name];
        reject(new Error(`Port ${port} (${name}) is taken. Set ${variable} to another port, or to 0 for a free one.`));
      });
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
    });
  }
}
