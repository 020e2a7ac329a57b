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
  const waiting = [...shards];
  const worker = async () => {
    for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift()) {
      const restored = await restoreShard(shard, { after: null, within: Number.POSITIVE_INFINITY });
      report = sum([report, restored.report]);
      done += 1;
      onProgress(report, done, shards.length);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof restoreUploads>> = await restoreUploads(after);
    report = sum([report, page.report]);
    onProgress(report, done, shards.length);
    if (page.next === null) return report;
    after = page.next;
  }
}
