import type { Received, Turn } from './history.ts';
import { isFailure } from './replay.ts';

/** What is taken back of a failed instance, so that it goes on as if its last failure had not come. */
export interface Rewind {
  /** So many turns stay. */
  readonly keep: number;
  /** Whether an event of a turn that does not stay is told again; otherwise it is dropped. */
  readonly toldAgain: (event: Received) => boolean;
  /** Ids of the children whose failures are dropped: they have to be rewound, too. */
  readonly children: readonly string[];
}

const isWork = ({ scheduled }: Turn) => scheduled.some(({ kind }) => kind !== 'timer' && kind !== 'entitySignal');
const hasFailure = ({ received }: Turn) => received.some(isFailure);

/**
 * Finds the turn with the failure that ended the orchestration, and with it those before that failed too, without
 * anything else having been begun in between, as in a Task.all. Without a failure from outside it is the last turn.
 */
function firstFailedTurn(turns: readonly Turn[]): number {
  let first = turns.findLastIndex(hasFailure);
  if (first < 0) return Math.max(0, turns.length - 1);
  for (let index = first - 1; index >= 0; index -= 1) {
    const turn = turns[index];
    if (!turn || isWork(turn)) break;
    if (hasFailure(turn)) first = index;
  }
  return first;
}

/** @param turns of an instance that has failed */
export function planRewind(turns: readonly Turn[]): Rewind {
  const keep = firstFailedTurn(turns);
  const dropped = turns.slice(keep);
  const undone = new Set(dropped.flatMap(({ scheduled }) => scheduled.map(({ id }) => id)));
  const failed = new Set(
    dropped.flatMap(({ received }) =>
      received.filter(isFailure).flatMap((each) => ('taskId' in each ? [each.taskId] : [])),
    ),
  );
  const children = turns
    .slice(0, keep)
    .flatMap(({ scheduled }) => scheduled)
    .flatMap((task) => (task.kind === 'child' && failed.has(task.id) ? [task.instanceId] : []));
  return {
    keep,
    children,
    toldAgain: (event) => !isFailure(event) && !('taskId' in event && undone.has(event.taskId)),
  };
}
