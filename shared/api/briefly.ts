import { setTimeout } from 'node:timers/promises';

/** Milliseconds; storage that is well answers in a hundredth of it. */
const patience = 3000;

/**
 * Waits for work that an answer need not wait for: until it is done, and never longer than a person likes to wait.
 * It goes on after that. @throws what the work throws within that time; what it throws later has to be told by itself.
 */
export async function briefly(work: Promise<unknown>): Promise<void> {
  await Promise.race([work, setTimeout(patience, undefined, { ref: false })]);
}
