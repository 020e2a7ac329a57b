import { z } from 'zod';
import { createStudy, unwritten, writeCoding, writeSettled } from '../results/studies.ts';
import { readText } from '../storage/blobs.ts';
import { pathsUnder } from '../storage/listing.ts';
import { codingSchema, settledSchema, studySchema } from '../studies/study.ts';
import { emptyReport, problem, type RebuildReport, sum } from './report.ts';

/** Writes back the plans of the studies whose ids begin so, as far as the database has lost them. */
export async function restoreStudies(shard: string): Promise<RebuildReport> {
  const paths = await pathsUnder('transcripts', `studies/${shard}`);
  return sum(await inTurn(paths, async (value) => createStudy(studySchema.parse(value))));
}

/** Writes back what people coded and settled of a lesson, as far as the database has lost it. */
export async function restoreCodings(lessonId: string): Promise<RebuildReport> {
  const paths = await pathsUnder('transcripts', `${lessonId}/studies/`);
  return sum(
    await inTurn(paths, async (value, path) =>
      path.endsWith('/settled.json')
        ? (await writeSettled(settledSchema.parse(value), unwritten)) !== null
        : (await writeCoding(codingSchema.parse(value), unwritten)) !== null,
    ),
  );
}

async function inTurn(
  paths: readonly string[],
  restore: (value: unknown, path: string) => Promise<boolean>,
): Promise<RebuildReport[]> {
  const reports: RebuildReport[] = [];
  for (const path of paths) {
    const text = await readText('transcripts', path);
    if (text === null) continue;
    try {
      if (await restore(JSON.parse(text), path)) reports.push({ ...emptyReport, reviews: 1 });
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
      reports.push(problem(`transcripts/${path}`, 'it cannot be read'));
    }
  }
  return reports;
}
