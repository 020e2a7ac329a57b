import { createServer } from 'node:net';

/** A port that is used unless the environment variable names another. */
export interface PortSetting {
  readonly variable: string;
  readonly usual: number;
}

/** The usual ports of what stands in for Azure and of the page that shows it, and the environment variable that moves each. 0 takes a free one. */
export const portSettings = {
  blob: { variable: 'ASKWELL_BLOB_PORT', usual: 10000 },
  queue: { variable: 'ASKWELL_QUEUE_PORT', usual: 10001 },
  table: { variable: 'ASKWELL_TABLE_PORT', usual: 10002 },
  cosmos: { variable: 'ASKWELL_COSMOS_PORT', usual: 8081 },
  serviceBus: { variable: 'ASKWELL_SERVICEBUS_PORT', usual: 5672 },
  host: { variable: 'ASKWELL_HOST_PORT', usual: 7071 },
  page: { variable: 'ASKWELL_PAGE_PORT', usual: 7070 },
} as const satisfies Record<string, PortSetting>;

/** The environment variable by which the page that shows the local cloud is switched off: `off`. */
export const pageSwitch = 'ASKWELL_PAGE';

/** By name. What is not in here takes a free port, so that two stacks never collide. */
export type Ports = Readonly<Record<string, number>>;
export type PortSettings = Readonly<Record<string, PortSetting>>;

/** The ports that the environment asks for. @throws Error that names a variable whose value is no port. */
export function portsFrom(environment: Readonly<Record<string, string | undefined>>, settings: PortSettings): Ports {
  const port = ({ variable, usual }: PortSetting) => {
    const text = environment[variable] ?? '';
    if (text === '') return usual;
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
      throw new Error(`${variable} is "${text}"; it takes a port, 0 to 65535.`);
    return Number(text);
  };
  return Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, port(setting)]));
}

/** @throws Error that names a taken port and the variable that moves it. */
export async function assertFree(names: readonly string[], ports: Ports, settings: PortSettings): Promise<void> {
  for (const name of names) {
    const port = ports[name] ?? 0;
    if (port === 0) continue;
    await new Promise<void>((resolve, reject) => {
      const probe = createServer();
      probe.once('error', () => {
        const move =
          settings[name] === undefined
            ? ''
            : ` Set ${settings[name].variable} to another port, or to 0 for a free one.`;
        reject(new Error(`Port ${port} (${name}) is taken.${move}`));
      });
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
    });
  }
}
