import { formatClock } from '../../text/format.ts';
import { voicesText } from '../../text/voices.ts';

/** Where questions were that went with a voice: they have no words and no code any more, and count in nothing. */
export function RemovedQuestions({ spans }: { spans: readonly { readonly start: number; readonly end: number }[] }) {
  if (spans.length === 0) return null;
  return (
    <div class="questions-removed soft small">
      <p>{voicesText.removal.questions({ count: spans.length })}</p>
      <ul>
        {spans.map(({ start }, at) => (
          <li key={at}>
            <span class="numbers">{formatClock(start)}</span> {voicesText.removal.text}
          </li>
        ))}
      </ul>
    </div>
  );
}
