import { createHmac } from 'node:crypto';
import { ExponentialBackoff, handleAll, retry } from 'cockatiel';

/** What is posted when a lesson is ready or has failed: no name, no title, no site; whoever may see it asks for it. */
export interface ReadyNotice {
  readonly type: 'lesson.completed' | 'lesson.failed';
  readonly lessonId: string;
  /** When it ended; UTC, ISO 8601. */
  readonly at: string;
  /** Lessons that are still under analysis or wait for it; 0: all that were sent are done. */
  readonly left: number;
}

/** Where notices are posted, and the key by which they are signed: `whsec_` and base64. */
export interface ReadyWebhook {
  readonly url: string;
  readonly key: string;
}

/** Nobody waits for the answer of a receiver that is slower. */
const timeoutMilliseconds = 10_000;
/** With pauses from one second to sixteen: about half a minute beside the time of the tries. */
const triesAgain = 5;

/**
 * Signs as Standard Webhooks say (https://www.standardwebhooks.com), so that a receiver can use a library for them.
 * @param id the same for the same notice, however often it is posted: by it the receiver knows what it has had.
 * @param seconds since 1970
 */
export function signatureOf({ key }: Pick<ReadyWebhook, 'key'>, id: string, seconds: number, body: string): string {
  const secret = Buffer.from(key.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

/**
 * Posts a notice. It goes to the address that was set and nowhere else: a redirection is a refusal.
 * @returns the status of the answer: 2xx, or another with which the receiver refuses it for good.
 * @throws Error when nobody takes it, after several tries.
 */
export async function postNotice(webhook: ReadyWebhook, id: string, notice: ReadyNotice): Promise<number> {
  const body = JSON.stringify({ type: notice.type, timestamp: notice.at, data: notice });
  const policy = retry(handleAll, {
    maxAttempts: triesAgain,
    backoff: new ExponentialBackoff({ initialDelay: 1000, maxDelay: 16_000 }),
  });
  return policy.execute(async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const answer = await fetch(webhook.url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signatureOf(webhook, id, seconds, body),
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    // What it says beside its status is of no use, and may have any length.
    await answer.body?.cancel();
    if (answer.status >= 500 || [408, 425, 429].includes(answer.status))
      throw new Error(`The receiver of READY_WEBHOOK answered ${answer.status}.`);
    return answer.status;
  });
}
