import { RequestError } from './answers.ts';
import { type RuntimeStatus, runtimeStatuses } from './instances.ts';
import type { InstanceFilter } from './listing.ts';

const pageSizeDefault = 100;
const pageSizeMax = 1000;
const timeoutMaxSeconds = 230;
const neverHere = ['canceled', 'continuedasnew'];

function date(query: URLSearchParams, name: string): Date | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const value = new Date(text);
  if (Number.isNaN(value.getTime())) throw new RequestError(400, `'${name}' is not a date: ${text}`);
  return value;
}

/** Statuses, by comma or repeated; undefined: all. Those of Azure that never occur here select nothing. */
function statuses(query: URLSearchParams): RuntimeStatus[] | undefined {
  const named = query
    .getAll('runtimeStatus')
    .flatMap((text) => text.split(','))
    .map((text) => text.trim().toLowerCase())
    .filter((text) => text !== '');
  if (named.length === 0) return undefined;
  const known: readonly string[] = [...runtimeStatuses.map((status) => status.toLowerCase()), ...neverHere];
  const unknown = named.find((name) => !known.includes(name));
  if (unknown) throw new RequestError(400, `'runtimeStatus' must be of ${runtimeStatuses.join(', ')}: ${unknown}`);
  return runtimeStatuses.filter((status) => named.includes(status.toLowerCase()));
}

export function readFilter(query: URLSearchParams): InstanceFilter {
  return {
    instanceIdPrefix: query.get('instanceIdPrefix') ?? undefined,
    createdFrom: date(query, 'createdTimeFrom'),
    createdTo: date(query, 'createdTimeTo'),
    statuses: statuses(query),
  };
}

export function readPageSize(query: URLSearchParams): number {
  const text = query.get('top') ?? query.get('pageSize');
  if (text === null) return pageSizeDefault;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1) throw new RequestError(400, `'top' must be a whole number from 1: ${text}`);
  return Math.min(size, pageSizeMax);
}

/** Milliseconds that a start may wait for the instance's end; undefined: it does not wait. */
export function readTimeout(query: URLSearchParams): number | undefined {
  const text = query.get('timeout');
  if (text === null) return undefined;
  const seconds = Number(text);
  if (!(seconds >= 0)) throw new RequestError(400, `'timeout' must be a number of seconds: ${text}`);
  return Math.min(seconds, timeoutMaxSeconds) * 1000;
}
