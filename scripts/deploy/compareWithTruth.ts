import { z } from 'zod';

/** What was said in the sample lesson: samples/lesson.truth.json. */
export const truthSchema = z.object({
  questions: z.array(z.object({ text: z.string(), label: z.string(), start: z.number(), waitTimeSeconds: z.number() })),
});
type Asked = z.infer<typeof truthSchema>['questions'][number];

interface Found {
  readonly start: number;
  readonly label: string;
  readonly waitTimeSeconds: number | null;
}

const toleranceSeconds = 1.5;
// Looser than the tests of the code: here it is the deployment that is tried, with whatever engine it has.
const least = { found: 0.8, coded: 0.85 };
const most = { invented: 3, waitErrorSeconds: 0.5 };

const per = (share: number) => `${Math.round(share * 100)} %`;
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Compares what was found in the sample lesson with what was said in it. `problems` is empty when all is well. */
export function compareWithTruth(truth: readonly Asked[], found: readonly Found[]) {
  const pairs = truth.flatMap((asked) => {
    const near = found.toSorted((a, b) => Math.abs(a.start - asked.start) - Math.abs(b.start - asked.start))[0];
    return near !== undefined && Math.abs(near.start - asked.start) <= toleranceSeconds ? [{ asked, near }] : [];
  });
  const share = pairs.length / truth.length;
  const right = pairs.filter(({ asked, near }) => asked.label === near.label).length / Math.max(pairs.length, 1);
  const invented = found.length - pairs.length;
  const waits = pairs.flatMap(({ asked, near }) =>
    near.waitTimeSeconds === null ? [] : [Math.abs(near.waitTimeSeconds - asked.waitTimeSeconds)],
  );
  const problems: string[] = [];
  if (share < least.found) problems.push(`Only ${per(share)} of the questions were found.`);
  if (right < least.coded) problems.push(`Only ${per(right)} of the questions found are coded right.`);
  if (invented > most.invented) problems.push(`${invented} questions were found that nobody asked.`);
  if (median(waits) > most.waitErrorSeconds) problems.push(`Wait times are off by ${median(waits).toFixed(2)} s.`);
  const summary = `${pairs.length} of ${truth.length} questions found, ${per(right)} coded right, wait times off by ${median(waits).toFixed(2)} s (median).`;
  return { summary, problems };
}
