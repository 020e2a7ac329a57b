import type { Waiting } from '../model/desk.ts';

/**
 * What waits for a connection, kept on the device: by person, so that whoever signs in next neither sees nor sends it,
 * and by lesson. It is there before the page says so, and after a crash.
 */
const name = 'askwell';
const table = 'corrections';

interface Row {
  readonly person: string;
  readonly lesson: string;
  readonly id: string;
  /** Their order, where two were made in the same millisecond. */
  readonly place: number;
  readonly waiting: Waiting;
}

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(table, { keyPath: ['person', 'lesson', 'id'] });
    asked.onsuccess = () => {
      // Another tab with a newer studio needs it closed; the next use opens it again.
      asked.result.onversionchange = () => {
        asked.result.close();
        opened = undefined;
      };
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  }).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function change(act: (store: IDBObjectStore) => void): Promise<void> {
  const open = await database();
  await new Promise<void>((resolve, reject) => {
    // On the disk, not only on its way there: a battery may be flat in a moment.
    const transaction = open.transaction(table, 'readwrite', { durability: 'strict' });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
    act(transaction.objectStore(table));
  });
}

async function ask<T>(act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const open = await database();
  return new Promise((resolve, reject) => {
    const asked = act(open.transaction(table, 'readonly').objectStore(table));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/**
 * Keeps what a person has not sent of a lesson. One by one: another tab may be at the same lesson.
 * @throws when the device refuses
 */
export function keepWaiting(
  person: string,
  lesson: string,
  before: readonly Waiting[],
  after: readonly Waiting[],
): Promise<void> {
  const kept = new Map(before.map((one) => [one.id, one]));
  const left = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !left.has(id));
  const put = after.filter((one) => {
    const known = kept.get(one.id);
    return known?.change !== one.change || known.basis !== one.basis;
  });
  if (gone.length + put.length === 0) return Promise.resolve();
  return change((store) => {
    for (const { id } of gone) store.delete([person, lesson, id]);
    for (const one of put)
      store.put({ person, lesson, id: one.id, place: after.indexOf(one), waiting: one } satisfies Row);
  });
}

/** What a person has not sent of a lesson, in the order in which it was made. @throws when the device refuses. */
export async function readWaiting(person: string, lesson: string): Promise<readonly Waiting[]> {
  // Written by this module alone.
  const rows = (await ask((store) => store.getAll(within([person, lesson])))) as Row[];
  return rows
    .sort((a, b) => (a.waiting.at === b.waiting.at ? a.place - b.place : a.waiting.at < b.waiting.at ? -1 : 1))
    .map(({ waiting }) => waiting);
}

/** How much a person has not sent, by lesson. @throws when the device refuses. */
export async function countWaiting(person: string): Promise<ReadonlyMap<string, number>> {
  // Written by this module alone.
  const rows = (await ask((store) => store.getAll(within([person])))) as Row[];
  const counts = new Map<string, number>();
  for (const { lesson } of rows) counts.set(lesson, (counts.get(lesson) ?? 0) + 1);
  return counts;
}

/** Forgets everything that a person has not sent. @throws when the device refuses. */
export const clearWaiting = (person: string): Promise<void> => change((store) => store.delete(within([person])));

// A list sorts after every text.
const within = (key: readonly string[]) => IDBKeyRange.bound([...key], [...key, []]);
