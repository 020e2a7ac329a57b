import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { assumed as lessonAssumed, type Price, type Profile, speechWork } from './costModel.ts';

/** What is to be borne, all at once. */
export interface Load {
  readonly lessonsAnHour: number;
  /** Who have an account, not who are there. */
  readonly people: number;
  readonly predictionsAMonth: number;
  /** Hours of a month into which all of it falls: school hours. */
  readonly busyHoursAMonth: number;
}

export const largeLoad: Load = {
  lessonsAnHour: 1000,
  people: 10_000,
  predictionsAMonth: 100_000_000,
  busyHoursAMonth: 168,
};

/** What one thing takes, as benches measured it. */
export interface Measured {
  /** Requests for predictions that one core answers in a second. */
  readonly predictionsACoreSecond: number;
  readonly databaseReads: PerLesson;
  readonly databaseQueries: PerLesson;
  readonly databaseWrittenKilobytes: PerLesson;
  readonly blobReads: PerLesson;
  readonly blobWrites: PerLesson;
  readonly blobLists: PerLesson;
  readonly activities: PerLesson;
  readonly events: number;
}

export interface PerLesson {
  readonly lesson: number;
  readonly chunk: number;
}

/** What is taken for true without a measurement of ours. Documented: by Microsoft, as of November 2026. */
export const assumed = {
  /** Of a lesson of half an hour, at the default length of a chunk. */
  chunks: 15,
  /** Share of the people who are at work at the same time, and what each asks for in a minute. */
  atWork: 0.05,
  callsAMinute: 20,
  /** Documented: a point read of a kilobyte takes 1. A write takes 5 and as much again for its indexes. */
  unitsARead: 1,
  unitsAQuery: 5,
  unitsAWrittenKilobyte: 10,
  /** What a call of a person's page asks of the database. */
  unitsACall: 10,
  /** A job and its events: each is sent once and taken once. */
  operationsAMessage: 2,
  /** An activity: its message and its answer (put, get, delete), its history and its instance. */
  hubOperationsAnActivity: 10,
  /** What the host's trace of one call takes in the workspace. */
  kilobytesACall: 1,
  /** Documented: an instance of 2,048 MB has one core. */
  coresAnInstance: 1,
};

/** What a service bears, as documented in November 2026. */
export const limits = {
  /** Cores of all replicas of a Container Apps environment, until the subscription is given more (5,000 at most). */
  environmentCores: 100,
  /** Request units a second of a serverless container with one partition. */
  serverlessUnits: 5000,
  /** Operations a second. Premium: one messaging unit, messages of a kilobyte. */
  standardMessages: 1000,
  premiumMessages: 4000,
  /** Requests a second of one storage account. */
  storageRequests: 20_000,
};

/** One thing that the load needs, beside what there is of it. */
export interface Need {
  readonly what: string;
  readonly unit: string;
  readonly needed: number;
  readonly limit: number;
}

export interface Capacity {
  readonly profile: string;
  readonly needs: readonly Need[];
  /** The need that is nearest to its limit, or furthest beyond. */
  readonly first: Need;
  /** Lessons an hour that the profile bears beside the people and the predictions. */
  readonly bearsLessonsAnHour: number;
  readonly dollars: {
    readonly aMonth: number;
    /** Sound heard, coded and kept for a year. */
    readonly anHourOfSound: number;
    readonly aMillionPredictions: number;
  };
}

/**
 * What a load asks of a profile, what it costs, and where it ends.
 * @param costs what the profile costs a month by itself, and 1,000 lessons: `costOf`
 */
export function capacityOf(
  name: string,
  profile: Profile,
  load: Load,
  measured: Measured,
  price: Price,
  costs: { readonly fixedMonthly: number; readonly per1000Lessons: number },
): Capacity {
  const busySeconds = load.busyHoursAMonth * 3600;
  const lessons = lessonNeeds(profile, load.lessonsAnHour / 3600, measured);
  const calls = (load.people * assumed.atWork * assumed.callsAMinute) / 60;
  const predictions = load.predictionsAMonth / busySeconds;
  const answering = (calls + predictions) / (measured.predictionsACoreSecond * assumed.coresAnInstance);
  const others: Partial<Record<keyof typeof lessons, number>> = {
    instances: answering,
    requestUnits: calls * assumed.unitsACall,
  };
  const needs = (Object.keys(lessons) as (keyof typeof lessons)[]).map((key) => ({
    ...lessons[key],
    needed: lessons[key].needed + (others[key] ?? 0),
    beside: others[key] ?? 0,
  }));
  const first = needs.reduce((a, b) => (b.needed / b.limit > a.needed / a.limit ? b : a));
  const bears = needs.map(({ needed, beside, limit }) =>
    needed === beside
      ? Number.POSITIVE_INFINITY
      : (load.lessonsAnHour * Math.max(0, limit - beside)) / (needed - beside),
  );
  return {
    profile: name,
    needs: needs.map(({ beside: _, ...need }) => need),
    first: { what: first.what, unit: first.unit, needed: first.needed, limit: first.limit },
    bearsLessonsAnHour: Math.min(...bears),
    dollars: dollarsOf(profile, load, { calls, predictions, needs: lessons, measured }, price, costs),
  };
}

function lessonNeeds(profile: Profile, lessonsASecond: number, measured: Measured) {
  const each = ({ lesson, chunk }: PerLesson) => lessonsASecond * (lesson + chunk * assumed.chunks);
  const soundASecond = lessonsASecond * lessonAssumed.minutes * 60;
  const replicas = (soundASecond * speechWork[profile.speechModel]) / lessonAssumed.speechUse / profile.speechCores;
  const need = (what: string, unit: string, needed: number, limit: number): Need => ({ what, unit, needed, limit });
  return {
    replicas: need('speech', 'replicas', replicas, profile.speechMaximumReplicas),
    cores: need('speech, quota', 'cores', replicas * profile.speechCores, limits.environmentCores),
    instances: need('app', 'instances', lessonsASecond * lessonAssumed.instanceSeconds, profile.maximumInstances),
    requestUnits: need(
      'database',
      'RU/s',
      each(measured.databaseReads) * assumed.unitsARead +
        each(measured.databaseQueries) * assumed.unitsAQuery +
        each(measured.databaseWrittenKilobytes) * assumed.unitsAWrittenKilobyte,
      profile.cosmosMode === 'serverless' ? limits.serverlessUnits : profile.cosmosMaximumThroughput,
    ),
    messages: need(
      'broker',
      'operations/s',
      lessonsASecond * (1 + measured.events) * assumed.operationsAMessage,
      profile.serviceBusSku === 'Premium' ? limits.premiumMessages : limits.standardMessages,
    ),
    storage: need(
      'recordings and results',
      'requests/s',
      each(measured.blobReads) + each(measured.blobWrites) + each(measured.blobLists),
      limits.storageRequests,
    ),
    hub: need(
      'task hub',
      'requests/s',
      each(measured.activities) * assumed.hubOperationsAnActivity,
      limits.storageRequests,
    ),
  };
}

function dollarsOf(
  profile: Profile,
  { lessonsAnHour, predictionsAMonth, busyHoursAMonth }: Load,
  {
    calls,
    predictions,
    needs,
    measured,
  }: {
    readonly calls: number;
    readonly predictions: number;
    readonly needs: ReturnType<typeof lessonNeeds>;
    readonly measured: Measured;
  },
  price: Price,
  { fixedMonthly, per1000Lessons }: { readonly fixedMonthly: number; readonly per1000Lessons: number },
): Capacity['dollars'] {
  const busySeconds = busyHoursAMonth * 3600;
  const each = ({ lesson, chunk }: PerLesson) => lesson + chunk * assumed.chunks;
  const operations =
    (each(measured.blobReads) / 10_000) * price('blobReads') +
    ((each(measured.blobWrites) +
      each(measured.blobLists) +
      each(measured.activities) * assumed.hubOperationsAnActivity) /
      10_000) *
      price('blobWrites');
  const lesson = per1000Lessons / 1000 + operations;
  // A whole instance, for as long as there are calls, shared among those that it answers.
  const instanceSecond = price('flexWork') * (profile.instanceMemoryMB / 1024);
  const call =
    instanceSecond / (measured.predictionsACoreSecond * assumed.coresAnInstance) +
    price('flexExecutions') / 1e6 +
    (price('logs') * assumed.kilobytesACall) / 1e6 +
    (profile.frontDoor ? price('frontDoorRequests') / 10_000 : 0);
  const lessonsAMonth = lessonsAnHour * busyHoursAMonth;
  const regions = 1 + profile.cosmosOtherRegions.length;
  // Autoscale is paid by the hour for the most that was used in it; a tenth of its maximum is in the fixed costs.
  const unitsUsed = Math.min(needs.requestUnits.needed + calls * assumed.unitsACall, profile.cosmosMaximumThroughput);
  const unitsMore =
    profile.cosmosMode === 'autoscale' ? Math.max(0, unitsUsed - profile.cosmosMaximumThroughput / 10) / 100 : 0;
  const units =
    price('cosmosAutoscale') * unitsMore * regions * busyHoursAMonth +
    (profile.cosmosMode === 'serverless'
      ? (price('cosmosServerless') * calls * assumed.unitsACall * busySeconds) / 1e6
      : 0);
  const messages = needs.messages.needed * busySeconds;
  const sent =
    profile.serviceBusSku === 'Standard' ? (price('serviceBusOperations') * Math.max(0, messages - 13e6)) / 1e6 : 0;
  return {
    aMonth: fixedMonthly + lessonsAMonth * lesson + (calls + predictions) * busySeconds * call + units + sent,
    anHourOfSound: (lesson * 60) / lessonAssumed.minutes,
    aMillionPredictions: predictionsAMonth === 0 ? 0 : 1e6 * call,
  };
}

const recordsSchema = z.object({
  predictions: z.object({
    cpuCount: z.number().positive(),
    conditions: z.object({ perSecond: z.number().positive() }),
  }),
  requests: z.object({ figures: z.array(z.object({ name: z.string(), value: z.number() })) }),
});

/** The figures of the last recorded benches. @throws Error that names the one that is missing. */
export async function readMeasured(file = 'bench/results.json'): Promise<Measured> {
  const { predictions, requests } = recordsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const value = (name: string) => {
    const found = requests.figures.find((one) => one.name === name);
    if (found === undefined) throw new Error(`${file} has no "${name}". Run: npm run bench -- requests`);
    return found.value;
  };
  const both = (name: string) => ({ lesson: value(`${name}, a lesson`), chunk: value(`${name}, a chunk`) });
  return {
    // The bench bore so many on the whole machine; what it could have borne more is not counted.
    predictionsACoreSecond: predictions.conditions.perSecond / predictions.cpuCount,
    databaseReads: both('database reads'),
    databaseQueries: both('database queries'),
    databaseWrittenKilobytes: both('database kilobytes written'),
    blobReads: both('blob reads'),
    blobWrites: both('blob writes'),
    blobLists: both('blob lists'),
    activities: both('activities'),
    events: value('events, a lesson'),
  };
}
