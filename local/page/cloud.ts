import { PageError } from './view.ts';

/** Where things are now; absent for what is not there. */
export interface Addresses {
  readonly host?: string | undefined;
  /** Opens the host's admin API and its extensions. */
  readonly adminKey?: string | undefined;
  readonly storage?: string | undefined;
  readonly cosmos?: string | undefined;
  readonly serviceBus?: string | undefined;
  /** The broker's own list of what it has. */
  readonly serviceBusAdmin?: string | undefined;
}

/** The cloud that the page shows. */
export interface Cloud {
  readonly addresses: () => Addresses;
  /** Starts a part that was stopped, or starts it anew; absent where parts are not the page's to start. */
  readonly start?: (part: string) => Promise<void>;
  readonly stop?: (part: string) => Promise<void>;
}

/** An address that a view cannot do without. @throws PageError 503 that names what is not running. */
export function addressOf(cloud: Cloud, name: keyof Addresses, what: string): string {
  const address = cloud.addresses()[name];
  if (address === undefined) throw new PageError(503, `${what} is not part of what runs here, or not up yet.`);
  return address;
}

/** Asks the functions host, with its key. @throws PageError 503 when it does not answer. */
export async function askHost(cloud: Cloud, path: string, init: RequestInit = {}): Promise<Response> {
  const url = addressOf(cloud, 'host', 'The functions host');
  const headers = new Headers(init.headers);
  headers.set('x-functions-key', cloud.addresses().adminKey ?? '');
  try {
    return await fetch(`${url}${path}`, { ...init, headers, signal: AbortSignal.timeout(30_000) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PageError(503, `The functions host does not answer (${why}).`);
  }
}
