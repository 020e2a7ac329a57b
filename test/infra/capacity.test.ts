import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { capacityOf, type Load, largeLoad, type Measured, readMeasured } from '../../scripts/deploy/capacityModel.ts';
import { capacityMarks, capacityTable } from '../../scripts/deploy/capacityTable.ts';
import { readProfile } from '../../scripts/deploy/costModel.ts';
import { withTable } from '../../scripts/deploy/marked.ts';

const none = { lesson: 0, chunk: 0 };
const measured: Measured = {
  predictionsACoreSecond: 50,
  databaseReads: { lesson: 10, chunk: 0 },
  databaseQueries: { lesson: 2, chunk: 0 },
  databaseWrittenKilobytes: { lesson: 5, chunk: 1 },
  blobReads: { lesson: 25, chunk: 5 },
  blobWrites: { lesson: 20, chunk: 6 },
  blobLists: none,
  activities: { lesson: 10, chunk: 2 },
  events: 1,
};
const prices: Readonly<Record<string, number>> = {
  flexWork: 0.00002,
  flexExecutions: 0.4,
  logs: 2,
  frontDoorRequests: 0.01,
  blobReads: 0.01,
  blobWrites: 0.1,
  cosmosAutoscale: 0.01,
  cosmosServerless: 0.25,
  serviceBusOperations: 1,
};
const price = (id: string) => prices[id] ?? Number.NaN;
const costs = { fixedMonthly: 1000, per1000Lessons: 300 };
// A lesson a second; no people, no predictions.
const lessonsAlone: Load = { lessonsAnHour: 3600, people: 0, predictionsAMonth: 0, busyHoursAMonth: 100 };

async function reckoned(load: Load, changes: object = {}) {
  const capacity = capacityOf(
    'district',
    { ...(await readProfile('district')), ...changes },
    load,
    measured,
    price,
    costs,
  );
  const needed = Object.fromEntries(capacity.needs.map(({ what, needed }) => [what, needed]));
  return { ...capacity, needed };
}

test('what a lesson a second needs is what one lesson takes, fifteen chunks of it', async () => {
  const { needed } = await reckoned(lessonsAlone);
  // 1,800 s of sound, 0.62 core-seconds each, at work 60 % of the time, four cores a replica.
  expect(needed.speech).toBeCloseTo(465, 9);
  expect(needed['speech, quota']).toBeCloseTo(1860, 9);
  // 20 minutes of one instance.
  expect(needed.app).toBeCloseTo(1200, 9);
  // 10 reads of 1, 2 queries of 5, and 5 + 15 kilobytes of 10 each.
  expect(needed.database).toBeCloseTo(220, 9);
  // A job and an event, each sent and taken.
  expect(needed.broker).toBeCloseTo(4, 9);
  // 25 + 75 reads, 20 + 90 writes.
  expect(needed['recordings and results']).toBeCloseTo(210, 9);
  // 10 + 30 activities, ten requests each.
  expect(needed['task hub']).toBeCloseTo(400, 9);
});

test('people and predictions take instances, and people the database', async () => {
  // 500 of 10,000 people ask 20 times a minute; 36 million predictions in 100 hours are 100 a second.
  const { needed } = await reckoned({
    lessonsAnHour: 3600,
    people: 10_000,
    predictionsAMonth: 36_000_000,
    busyHoursAMonth: 100,
  });
  expect(needed.app).toBeCloseTo(1200 + (500 / 3 + 100) / 50, 9);
  expect(needed.database).toBeCloseTo(220 + (500 / 3) * 10, 9);
});

test('the limit that is met first is the one of which most is used, and the lessons it bears are told', async () => {
  // district: 20 replicas of four cores, of which 465 are needed; a quota of 100 cores, of which 1,860 are.
  const district = await reckoned(lessonsAlone);
  expect(district.first).toMatchObject({ what: 'speech', needed: expect.closeTo(465, 9), limit: 20 });
  expect(district.bearsLessonsAnHour).toBeCloseTo((3600 * 20) / 465, 9);
  // With as many replicas as one likes the quota is left.
  const many = await reckoned(lessonsAlone, { speechMaximumReplicas: 1000 });
  expect(many.first).toMatchObject({ what: 'speech, quota', limit: 100 });
  expect(many.bearsLessonsAnHour).toBeCloseTo((3600 * 100) / 1860, 9);
  // 100 people at work ask for 333.3 RU/s: of a database of 300 nothing is left for lessons.
  const people: Load = { ...lessonsAlone, people: 2000 };
  const small = await reckoned(people, { cosmosMaximumThroughput: 300 });
  expect(small.first.what).toBe('speech');
  expect(small.bearsLessonsAnHour).toBe(0);
});

test('a month costs the profile, its lessons with their operations, and every call', async () => {
  const { dollars } = await reckoned(lessonsAlone);
  // 100 reads at a millionth, 110 writes and 400 of the hub at a hundred-thousandth.
  const lesson = 0.3 + 0.0001 + 0.0051;
  // The account needs 220 RU/s, and a tenth of its 4,000 is paid for anyway.
  expect(dollars.aMonth).toBeCloseTo(1000 + 360_000 * lesson, 6);
  expect(dollars.anHourOfSound).toBeCloseTo(2 * lesson, 9);
  // A core of two gigabytes answers 50 a second; an execution, a kilobyte of logs, a request through Front Door.
  const call = 0.00004 / 50 + 0.0000004 + 0.000002 + 0.000001;
  const more = await reckoned({ lessonsAnHour: 0, people: 0, predictionsAMonth: 1_000_000, busyHoursAMonth: 100 });
  expect(more.dollars.aMillionPredictions).toBeCloseTo(1e6 * call, 9);
  expect(more.dollars.aMonth).toBeCloseTo(1000 + 1e6 * call, 6);
});

test('request units beyond a tenth of the maximum are paid by the hour, in every region', async () => {
  // 5,000 people: 250 at work, 83.3 calls a second, 833.3 RU/s, of which 400 are in the fixed costs.
  const load: Load = { lessonsAnHour: 0, people: 5000, predictionsAMonth: 0, busyHoursAMonth: 100 };
  const one = await reckoned(load, { frontDoor: false });
  const two = await reckoned(load, { frontDoor: false, cosmosOtherRegions: ['westus3'] });
  expect(two.dollars.aMonth - one.dollars.aMonth).toBeCloseTo(0.01 * ((5000 / 6 - 400) / 100) * 100, 6);
});

test('operations of Service Bus Standard cost beyond thirteen millions', async () => {
  // Four operations a second in 1,000 hours are 14.4 million.
  const load: Load = { ...lessonsAlone, busyHoursAMonth: 1000 };
  const standard = await reckoned(load, { serviceBusSku: 'Standard' });
  const premium = await reckoned(load);
  expect(standard.dollars.aMonth - premium.dollars.aMonth).toBeCloseTo(1.4, 6);
});

test('the load is the one that was asked for, and the figures are those of the recorded benches', async () => {
  expect(largeLoad).toMatchObject({ lessonsAnHour: 1000, people: 10_000, predictionsAMonth: 100_000_000 });
  const folder = await mkdtemp(join(tmpdir(), 'askwell-capacity-'));
  try {
    const file = join(folder, 'results.json');
    const predictions = { cpuCount: 4, conditions: { perSecond: 200 } };
    await writeFile(file, JSON.stringify({ predictions, requests: { figures: [] } }));
    await expect(readMeasured(file)).rejects.toThrow('npm run bench -- requests');
    const kinds = ['database reads', 'database queries', 'database kilobytes written', 'blob reads', 'blob writes'];
    const figures = [...kinds, 'blob lists', 'activities'].flatMap((name, index) => [
      { name: `${name}, a lesson`, value: 10 * index },
      { name: `${name}, a chunk`, value: index },
    ]);
    await writeFile(
      file,
      JSON.stringify({ predictions, requests: { figures: [...figures, { name: 'events, a lesson', value: 1 }] } }),
    );
    expect(await readMeasured(file)).toMatchObject({
      predictionsACoreSecond: 50,
      databaseQueries: { lesson: 10, chunk: 1 },
      activities: { lesson: 60, chunk: 6 },
      events: 1,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('the table in docs/operations.md is of the figures, prices and profiles of today', async () => {
  const text = await readFile('docs/operations.md', 'utf8');
  expect(withTable(text, await capacityTable(), capacityMarks), 'run "npm run capacity"').toBe(text);
});
