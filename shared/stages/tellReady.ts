import { jobId } from '../lessons/identity.ts';
import { lessonEventSchema } from '../messaging/messages.ts';
import { postNotice } from '../messaging/readyNotice.ts';
import { readRunning } from '../results/running.ts';
import { config } from '../settings/config.ts';

/** Whoever sets a webhook is not told of what ended long before. */
const oldestMilliseconds = 24 * 3600_000;

/** What became of an event: told with the status of the answer, or passed over. */
export type Told =
  | { readonly outcome: 'told' | 'refused'; readonly lessonId: string; readonly status: number }
  | { readonly outcome: 'passed over' };

/**
 * Posts to READY_WEBHOOK that a lesson ended. @throws Error when the receiver is not there, for the queue to bring the
 * event again, and for what is no event.
 */
export async function tellReady(message: unknown, now = new Date()): Promise<Told> {
  const event = lessonEventSchema.parse(message);
  const { READY_WEBHOOK: url, READY_WEBHOOK_KEY: key } = config();
  if (url === undefined || key === undefined) return { outcome: 'passed over' };
  if (event.type !== 'lesson.completed' && event.type !== 'lesson.failed') return { outcome: 'passed over' };
  if (now.getTime() - Date.parse(event.at) > oldestMilliseconds) return { outcome: 'passed over' };
  const { type, lessonId, at } = event;
  const left = (await readRunning()).filter(({ id }) => id !== lessonId).length;
  const status = await postNotice({ url, key }, `${jobId(event)}-${type}`, { type, lessonId, at, left });
  return { outcome: status < 300 ? 'told' : 'refused', lessonId, status };
}
