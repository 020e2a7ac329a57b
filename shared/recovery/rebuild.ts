import { inParallel } from '../inParallel.ts';
import { emptyReport, type RebuildReport, sum } from './report.ts';
import { restoreShard, shards } from './restoreShard.ts';
import { restoreUploads } from './restoreUploads.ts';

/**
 * Rebuilds all documents from blob storage, in this process; the orchestration rebuildResults does the same over several.
 * @param parallel shards at once.
 * @param onProgress is told the report so far and how many of the shards are done.
 */
export async function rebuild(
  parallel: number,
  onProgress: (report: RebuildReport, done: number, total: number) => void,
): Promise<RebuildReport> {
  let report = emptyReport;
  let done = 0;
  await inParallel(parallel, shards, async (shard) => {
    const restored = await restoreShard(shard, { after: null, within: Number.POSITIVE_INFINITY });
    report = sum([report, restored.report]);
    done += 1;
    onProgress(report, done, shards.length);
  });
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof restoreUploads>> = await restoreUploads(after);
    report = sum([report, page.report]);
    onProgress(report, done, shards.length);
    if (page.next === null) return report;
    after = page.next;
  }
}
