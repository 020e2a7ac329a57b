import type { LessonResponse } from '../api/lessons.ts';
import { CodeShape } from '../parts/CodeBadge.tsx';
import { library } from '../text/library.ts';

/** How much of a lesson's asking was open-ended: a bar for the eye, the same in words for everybody. */
export function OpenShare({ result }: { result: NonNullable<LessonResponse['result']> }) {
  const { openShare, openCount, closedCount, questionCount } = result.metrics;
  if (openShare === null) return <p class="share soft">{library.share.none}</p>;
  const counts = library.share.counts({ open: openCount, closed: closedCount });
  const reviewed =
    result.reviewedCount >= questionCount
      ? library.share.allReviewed
      : library.share.reviewed({ done: result.reviewedCount, all: questionCount });
  return (
    <div class="share">
      <p class="share-text">
        <strong>{library.share.text({ share: openShare })}</strong>
      </p>
      <div class="share-bar" aria-hidden="true">
        <span class="share-open" style={{ flexGrow: openCount }} />
        <span class="share-closed" style={{ flexGrow: closedCount }} />
      </div>
      <p class="small soft share-counts" title={counts}>
        <CodeShape label="OEQ" />
        <span class="unseen">{counts}</span>
        <span aria-hidden="true">{openCount}</span>
        <CodeShape label="CEQ" />
        <span aria-hidden="true">{closedCount}</span>
        <span class="share-reviewed">{reviewed}</span>
      </p>
    </div>
  );
}
