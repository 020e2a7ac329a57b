import { Buffer } from 'node:buffer';
import type { TableEntity, TableEntityResult } from '@azure/data-tables';

/** A row's keys may hold neither slashes, backslashes, # and ? nor control characters; 1 KB each. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the service refuses.
const refusedInKeys = /[/\\#?\u0000-\u001f\u007f-\u009f]/;
const longestKey = 512;

/** An entity as Azure's host shows it to a function: keys and time by their .NET names, whole numbers as numbers. */
export function shownEntity(entity: TableEntityResult<Record<string, unknown>>): Record<string, unknown> {
  const { etag, partitionKey, rowKey, timestamp, ...properties } = entity;
  // Each answer names the service's own address: of no use to a function.
  const own = Object.entries(properties)
    .filter(([name]) => name !== 'odata.metadata')
    .map(([name, value]) => [name, shownValue(value)]);
  return {
    'odata.etag': etag,
    PartitionKey: partitionKey,
    RowKey: rowKey,
    Timestamp: timestamp,
    ...Object.fromEntries(own),
  };
}

function shownValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  // The SDK's wrapper for what JavaScript has no type for: GUIDs.
  if (typeof value === 'object' && value !== null && 'type' in value && 'value' in value) return value.value;
  return value;
}

/**
 * An entity that a function put out, with the types that Azure gives JSON: whole numbers are Int64, others Double.
 * @param keys the binding's own, for an entity that names none
 * @throws Error for a key that is missing or not allowed, and for lists and objects, which a table cannot hold
 */
export function givenEntity(
  value: unknown,
  keys: { readonly partitionKey?: string | undefined; readonly rowKey?: string | undefined },
): TableEntity<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`An entity for a table is an object, not ${JSON.stringify(value)?.slice(0, 100)}.`);
  }
  const entries = Object.entries(value);
  const keyOf = (name: 'partitionKey' | 'rowKey') => {
    const named = entries.find(([key]) => key.toLowerCase() === name.toLowerCase());
    return checkedKey(name, named ? named[1] : keys[name]);
  };
  const properties = entries.filter(([key]) => !['partitionkey', 'rowkey'].includes(key.toLowerCase()));
  return {
    partitionKey: keyOf('partitionKey'),
    rowKey: keyOf('rowKey'),
    // A null property is one that the entity does not have.
    ...Object.fromEntries(
      properties.filter(([, each]) => each !== null).map(([name, each]) => [name, givenValue(name, each)]),
    ),
  };
}

function checkedKey(name: string, key: unknown): string {
  if (key === undefined || key === null) {
    throw new Error(`An entity for a table has no ${name}: give it one, or name one in the binding.`);
  }
  const text = String(key);
  if (refusedInKeys.test(text) || text.length > longestKey) {
    throw new Error(`"${text.slice(0, 100)}" cannot be a ${name}: up to ${longestKey} characters, none of / \\ # ?`);
  }
  return text;
}

function givenValue(name: string, value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? BigInt(value) : { type: 'Double', value: String(value) };
  }
  if (typeof value === 'object') {
    throw new Error(`The property "${name}" is a list or an object, which a table cannot hold: write it as JSON.`);
  }
  return value;
}
