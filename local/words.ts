import { styleText } from 'node:util';
import type { Resources } from './resources.ts';
import type { Running } from './running.ts';
import type { Endpoints } from './stack.ts';

type Welcome = Resources['welcome'];

/** That all is up: first and largest where to look, then what to do. Without what is nobody's to see: keys. */
export function isUp({ host }: Endpoints, { page, hint }: Welcome, cloudPage?: string): string {
  const address =
    host === undefined
      ? `\nThe local cloud is up, without functions host.${aside(cloudPage)}`
      : banner(host, page, cloudPage);
  return `${address}\n${hint === undefined || host === undefined ? '' : `\n${hint}`}`;
}

/** Where the local cloud that is up already is found, and how to get another. */
export function isUpAlready(
  { pid, endpoints, page: cloudPage }: Pick<Running, 'pid' | 'endpoints' | 'page'>,
  { page }: Welcome,
  connectionsToo: boolean,
): string {
  const { host } = endpoints;
  const address = host === undefined ? `\nWithout functions host.${aside(cloudPage)}` : banner(host, page, cloudPage);
  const all = connectionsToo ? `\n${connections(endpoints)}` : '';
  return `The local cloud is up already (process ${pid}).\n${address}\n${all}\nCtrl-C in its terminal stops it; --state DIR starts another one beside it.`;
}

/** Every address and connection string, each on a line with its name. */
export function connections({ host, storage, cosmos, serviceBus, parts }: Running['endpoints']): string {
  const rows = Object.entries({ host, storage, cosmos, serviceBus, ...parts });
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(12)} ${value}\n`])).join('');
}

const aside = (cloudPage: string | undefined) =>
  cloudPage === undefined ? '' : `\nTo see into the local cloud: ${cloudPage}`;

/** The address between two lines, so that it is found at a glance among what else is said; under it the cloud's own. */
function banner(address: string, page: string | undefined, cloudPage: string | undefined): string {
  const text = `  Open ${page === undefined ? '' : `${page}: `}${address}  `;
  const line = '━'.repeat(text.length);
  return `\n${line}\n${styleText('bold', text)}\n${line}${aside(cloudPage)}`;
}
