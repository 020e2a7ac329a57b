import df, { type OrchestrationContext, type Task } from 'durable-functions';
import { emptyReport, type RebuildReport, sum } from '../../shared/recovery/report.ts';
import { shards } from '../../shared/recovery/restoreShard.ts';
import { call, callEach } from '../durable/call.ts';
import { showProgress } from '../durable/progress.ts';
import { restoreShard } from './activities/restoreShard.ts';
import { restoreUploads } from './activities/restoreUploads.ts';

// At once; each restores a few lessons side by side.
const parallel = 8;

// Writes the database back from blob storage: the lessons with results, then the uploads that have none.
df.app.orchestration('rebuildResults', function* (context: OrchestrationContext): Generator<
  Task,
  RebuildReport,
  unknown
> {
  const report = sum([yield* restoreLessons(context), yield* restoreRest(context)]);
  showProgress(context, 'done');
  return report;
});

function* restoreLessons(context: OrchestrationContext): Generator<Task, RebuildReport, unknown> {
  let report = emptyReport;
  let waiting: { shard: string; after: string | null }[] = shards.map((shard) => ({ shard, after: null }));
  while (waiting.length > 0) {
    const total = waiting.length;
    const results = yield* callEach(context, restoreShard, waiting, {
      parallel,
      onDone: (done) => showProgress(context, 'lessons', done, total),
    });
    report = sum([report, ...results.map((result) => result.report)]);
    // What was too much for one activity goes on where it stopped.
    waiting = waiting.flatMap(({ shard }, index) => {
      const after = results[index]?.next ?? null;
      return after === null ? [] : [{ shard, after }];
    });
  }
  return report;
}

function* restoreRest(context: OrchestrationContext): Generator<Task, RebuildReport, unknown> {
  let report = emptyReport;
  showProgress(context, 'uploads');
  for (let after: string | null = null; ; ) {
    const page: { report: RebuildReport; next: string | null } = yield* call(context, restoreUploads, { after });
    report = sum([report, page.report]);
    if (page.next === null) return report;
    after = page.next;
  }
}
