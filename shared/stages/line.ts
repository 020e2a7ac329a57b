import { linePath } from '../lessons/blobPaths.ts';
import { jobId } from '../lessons/identity.ts';
import type { Source } from '../lessons/lesson.ts';
import { emptyLine, enter, isLarge, type Line, leave, lineSchema, noteTurns } from '../lessons/line.ts';
import { runningUnchangedSince } from '../results/running.ts';
import { config } from '../settings/config.ts';
import { readText } from '../storage/blobs.ts';
import { changeText } from '../storage/change.ts';
import { parseJson } from '../storage/json.ts';
import type { KnownAnalysis } from './failLost.ts';

/** The task hub in which the lessons of a line are analysed; each hub has a line of its own. */
export interface LineHub {
  readonly name: string;
  /** @returns null where this hub knows no such analysis. */
  find(instanceId: string): Promise<KnownAnalysis | null>;
  /** Tells an analysis that it is its turn. Told twice it is told once; one that has ended is not told. */
  call(instanceId: string): Promise<void>;
}

/**
 * Lines a lesson up.
 * @returns whether it is its turn; else its analysis is called when it is, and is to ask again.
 */
export async function takeTurn(hub: Pick<LineHub, 'name'>, source: Source): Promise<boolean> {
  const entrant = { id: jobId(source), large: isLarge(source.sizeBytes) };
  let itsTurn = false;
  await change(hub.name, (line) => {
    const [next, admitted] = enter(line, entrant, config().LESSONS_AT_ONCE);
    itsTurn = admitted;
    return next;
  });
  return itsTurn;
}

/**
 * Takes analyses out of the line and calls those whose turn it is. Those that were called and have not begun are called
 * again, so that a call which was lost is made good by the next lesson that ends.
 */
export async function passTurn(hub: LineHub, instanceIds: readonly string[]): Promise<void> {
  let called: string[] = [];
  await change(hub.name, (line) => {
    const next = leave(line, instanceIds, config().LESSONS_AT_ONCE);
    called = next.underWay.filter(({ begun }) => !begun).map(({ id }) => id);
    return next;
  });
  for (const id of called) await hub.call(id);
}

/** By the names of analyses: those that wait in a line, and since when the others are worked on. */
export interface Turns {
  readonly waiting: ReadonlySet<string>;
  /** UTC, ISO 8601. */
  readonly since: ReadonlyMap<string, string>;
}

/** Whose turn it is in the line of a task hub. */
export async function readTurns(hubName: string): Promise<Turns> {
  const { underWay, waiting } = read(await readText('work', linePath(hubName)));
  return {
    waiting: new Set(waiting.map(({ id }) => id)),
    since: new Map(underWay.flatMap(({ id, since }) => (since === undefined ? [] : [[id, since] as const]))),
  };
}

// Younger ones are on their way into the line.
const unchangedMilliseconds = 5 * 60_000;

/** Takes out of the line what ended without leaving it, and calls in what waits and is not in it, its file having been lost. */
export async function tendLine(hub: LineHub, now = new Date()): Promise<void> {
  const line = read(await readText('work', linePath(hub.name)));
  const ended: string[] = [];
  for (const { id } of line.underWay) if ((await hub.find(id))?.alive !== true) ended.push(id);
  await passTurn(hub, ended);
  const inLine = new Set([...line.underWay, ...line.waiting].map(({ id }) => id));
  for await (const lesson of runningUnchangedSince(new Date(now.getTime() - unchangedMilliseconds))) {
    const id = jobId({ lessonId: lesson.id, revision: lesson.revision });
    if (!inLine.has(id) && (await hub.find(id))?.waiting === true) await hub.call(id);
  }
}

// One after the other in this process: of many that come at once each would else be beaten by the others, and pause.
let before: Promise<unknown> = Promise.resolve();

function change(hubName: string, decide: (line: Line) => Line): Promise<void> {
  const changed = before.then(() => changeInStorage(hubName, decide));
  // Whoever asked is told of a failure; the next one has its own try.
  before = changed.catch(() => undefined);
  return changed;
}

async function changeInStorage(hubName: string, decide: (line: Line) => Line): Promise<void> {
  await changeText('work', linePath(hubName), 'application/json', (text) => {
    const next = JSON.stringify(noteTurns(decide(read(text)), new Date()));
    return next === text ? null : next;
  });
}

function read(text: string | null): Line {
  return text === null ? emptyLine : parseJson(text, lineSchema, 'work/line');
}
